"""The tables of the content side (`docs/architecture.md` says what each is for)."""

from articles.models.audit import AuditEvent
from articles.models.conditions import Condition, ConditionCode, ConditionName
from articles.models.drafts import Article, CareTeamMember, Citation, DraftEdit, TreatmentEntry
from articles.models.evidence import Evidence, Sealed
from articles.models.history import (
    Erratum,
    Publication,
    Revision,
    RevisionContributor,
    SiteText,
    Withdrawal,
)
from articles.models.misses import MissedSearch
from articles.models.sources import Source
from articles.models.support import SupportOrganisation
from articles.models.treatments import Treatment
from articles.models.voices import Experience, Feedback, OpenQuestion

__all__ = [
    "Article",
    "AuditEvent",
    "CareTeamMember",
    "Citation",
    "Condition",
    "ConditionCode",
    "ConditionName",
    "DraftEdit",
    "Erratum",
    "Evidence",
    "Experience",
    "Feedback",
    "MissedSearch",
    "OpenQuestion",
    "Publication",
    "Revision",
    "RevisionContributor",
    "Sealed",
    "SiteText",
    "Source",
    "SupportOrganisation",
    "Treatment",
    "TreatmentEntry",
    "Withdrawal",
]
