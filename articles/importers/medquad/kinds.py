"""The data set's question types as our kinds of question."""

from articles.enums import QuestionKind

_KINDS = {
    "information": QuestionKind.OVERVIEW,
    "symptoms": QuestionKind.SYMPTOMS,
    "causes": QuestionKind.CAUSES,
    "susceptibility": QuestionKind.RISK,
    "frequency": QuestionKind.FREQUENCY,
    "inheritance": QuestionKind.INHERITANCE,
    "genetic changes": QuestionKind.GENETICS,
    "exams and tests": QuestionKind.DIAGNOSIS,
    # How far a cancer has spread is found out while diagnosing it.
    "stages": QuestionKind.DIAGNOSIS,
    "treatment": QuestionKind.TREATMENT,
    "outlook": QuestionKind.OUTLOOK,
    "complications": QuestionKind.COMPLICATIONS,
    "prevention": QuestionKind.PREVENTION,
    "why get vaccinated": QuestionKind.PREVENTION,
    # "What to do for …?": eating, diet and nutrition.
    "considerations": QuestionKind.LIVING_WITH,
    "support groups": QuestionKind.LIVING_WITH,
    "when to contact a medical professional": QuestionKind.WHEN_TO_SEEK_HELP,
    "research": QuestionKind.RESEARCH,
} | dict.fromkeys(
    (
        "brand names",
        "brand names of combination products",
        "contraindication",
        "dietary",
        "dose",
        "emergency or overdose",
        "forget a dose",
        "how does it work",
        "how effective is it",
        "important warning",
        "indication",
        "interactions with foods",
        "interactions with herbs and supplements",
        "interactions with medications",
        "other information",
        "precautions",
        "severe reaction",
        "side effects",
        "storage and disposal",
        "usage",
    ),
    QuestionKind.MEDICINE,
)


def kind(qtype: str) -> QuestionKind:
    """The kind of a question type (lower case); a type we do not know is an other question."""
    return _KINDS.get(qtype, QuestionKind.OTHER)
