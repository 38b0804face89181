"""Published words as frozen values (`docs/architecture.md`): the one loader of all renderings."""

from articles.pages.addresses import addresses
from articles.pages.catalogue import treatments
from articles.pages.indexes import a_to_z, nearest
from articles.pages.loading import answer, condition, newest, preview, questions, treatment
from articles.pages.texts import site_texts

__all__ = [
    "a_to_z",
    "addresses",
    "answer",
    "condition",
    "nearest",
    "newest",
    "preview",
    "questions",
    "site_texts",
    "treatment",
    "treatments",
]
