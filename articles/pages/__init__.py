"""Published words as frozen values (`docs/architecture.md`): the one loader of all renderings."""

from articles.pages.addresses import addresses
from articles.pages.catalogue import treatments
from articles.pages.indexes import a_to_z
from articles.pages.loading import answer, condition, newest, preview, questions, treatment
from articles.pages.texts import site_texts
from articles.pages.voices import (
    all_experiences,
    community,
    consent,
    experience,
    experiences,
    mine,
    open_questions,
    reports,
    subject,
)

__all__ = [
    "a_to_z",
    "addresses",
    "all_experiences",
    "answer",
    "community",
    "condition",
    "consent",
    "experience",
    "experiences",
    "mine",
    "newest",
    "open_questions",
    "preview",
    "questions",
    "reports",
    "site_texts",
    "subject",
    "treatment",
    "treatments",
]
