"""MedQuAD's question-answer pairs, read from its XML files and stored as drafts.

A. Ben Abacha and D. Demner-Fushman, "A Question-Entailment Approach to Question Answering",
BMC Bioinformatics 20:511 (2019), https://github.com/abachaa/MedQuAD, CC BY 4.0.
"""
