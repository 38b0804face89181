"""The pages of a condition and of a treatment as frozen values; `values` has what they share."""

from dataclasses import dataclass
from datetime import date

from articles.pages.naming import Code, Name
from articles.pages.values import (
    Alert,
    AnswerPage,
    Link,
    OtherLanguage,
    QuestionLine,
    SourceLine,
    TeamMember,
    TreatmentCard,
)


@dataclass(frozen=True)
class Organisation:
    """A patient organisation or helpline; an empty `country` means everywhere."""

    name: str
    country: str
    contact: str
    url: str
    checked_on: date


@dataclass(frozen=True)
class ConditionPage:
    """A condition: its names and codes, its reviewed overview, its questions by kind."""

    path: str
    name: str
    names: tuple[Name, ...]
    codes: tuple[Code, ...]
    languages: tuple[OtherLanguage, ...]
    overview: AnswerPage | None
    questions: tuple[QuestionLine, ...]
    treatments: tuple[Link, ...]
    team: tuple[TeamMember, ...]
    support: tuple[Organisation, ...]
    related: tuple[Link, ...]


@dataclass(frozen=True)
class TreatmentUse:
    """One live answer that names a treatment, and what it says of it."""

    condition: Link
    answer: Link
    card: TreatmentCard
    last_reviewed_on: date
    # Sources of the whole answer: what it says of the treatment may rest on any of them.
    fallen: tuple[SourceLine, ...] = ()


@dataclass(frozen=True)
class TreatmentPage:
    """A treatment, any safety alert, and the conditions whose live answers name it."""

    path: str
    name: str
    brand_names: tuple[str, ...]
    kind_label: str
    alert: Alert | None
    uses: tuple[TreatmentUse, ...]
