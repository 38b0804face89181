"""What a page is, as frozen values: every rendering is a function of these, so none disagrees."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.enums import Freshness, TreatmentKind
from articles.markdown import Heading
from articles.pages.naming import Code, Name


@dataclass(frozen=True)
class Link:
    """A name and where it leads."""

    text: str
    path: str


@dataclass(frozen=True)
class Fact:
    """One short fact of a treatment; `html` is empty where no source states it."""

    name: str
    label: str
    html: SafeString


@dataclass(frozen=True)
class TreatmentCard:
    """One treatment in an answer. Labels are words for readers, empty where nothing is stated."""

    slug: str
    name: str
    path: str
    brand_names: tuple[str, ...]
    kind: str
    kind_label: str
    phase: str
    line_label: str
    status: str
    status_label: str
    region: str
    as_of: date | None
    evidence: str
    evidence_label: str
    evidence_meaning: str
    evidence_note: str
    facts: tuple[Fact, ...]
    # The numbers of the sources that its facts cite.
    cites: tuple[int, ...]

    @property
    def stated(self) -> tuple[Fact, ...]:
        """The facts that a source states."""
        return tuple(fact for fact in self.facts if fact.html)

    @property
    def unstated(self) -> tuple[str, ...]:
        """The names of what no source states, which the page says."""
        line = () if self.line_label else (_("When it is tried"),)
        medicine = self.kind == TreatmentKind.MEDICINE
        status = (_("Regulatory status"),) if medicine and not self.status_label else ()
        return (*line, *status, *(fact.label for fact in self.facts if not fact.html))


@dataclass(frozen=True)
class EvidenceLevel:
    """A line of the legend: a level of evidence and what it says."""

    value: str
    label: str
    meaning: str


@dataclass(frozen=True)
class TeamMember:
    """A specialty and what it is for."""

    specialty: str
    purpose: SafeString


@dataclass(frozen=True)
class SourceLine:
    """One numbered source in the words of a reference list; `source` is its catalogue key."""

    number: int
    source: int
    kind: str
    kind_label: str
    reference: str
    locator: str
    doi: str
    pmid: str
    url: str
    accessed_on: date | None
    note: str
    retraction: str
    retraction_label: str
    # What the catalogue says against it now, where these words do not; nobody signed that.
    fallen_label: str = ""


@dataclass(frozen=True)
class Origin:
    """Where an imported text comes from, and under which licence."""

    dataset: str
    external_id: str
    url: str
    licence: str


@dataclass(frozen=True)
class Signer:
    """A reviewer as they signed."""

    name: str
    path: str
    credentials: str
    registration: str
    scope_label: str
    signed_on: date
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class Correction:
    """What was wrong and what is right, in words that were signed, and since when it is public."""

    text: str
    corrected_on: date


@dataclass(frozen=True)
class Erratum:
    """What editors added beside a change note that was wrong. Nobody signed it."""

    text: str
    added_on: date


@dataclass(frozen=True)
class Version:
    """Which publication of an answer this is, counted from one, and where it stays readable."""

    number: int
    path: str
    history: str


@dataclass(frozen=True)
class Review:
    """Who vouches for exactly these words, since when and until when.

    `number` is the revision's, as the desk counts; readers count publications (`version`).
    """

    number: int
    sha256: str
    change_note: str
    kind_label: str
    signers: tuple[Signer, ...]
    last_reviewed_on: date
    review_due_on: date
    lapses_on: date
    published_at: datetime
    # The day of `published_at` in the site's own time zone.
    published_on: date
    freshness: Freshness
    # Loaded for the answer's own page only, where the change note stands.
    errata: tuple[Erratum, ...] = ()
    version: Version | None = None
    first_published_on: date | None = None

    @property
    def reviewers(self) -> tuple[Signer, ...]:
        """Everybody who signed, each once; whoever signed twice as they signed last."""
        return tuple({signer.path: signer for signer in self.signers}.values())


@dataclass(frozen=True)
class Alert:
    """A safety alert about a treatment that the answer names; `language` is that of its words."""

    treatment: str
    path: str
    kind: str
    kind_label: str
    language: str
    scope: str
    notice: str
    at: datetime


@dataclass(frozen=True)
class OtherLanguage:
    """The same page in another language, as that language names itself."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class Translation:
    """What a translated answer was made from; `moved_on` when the original changed materially."""

    original: Link
    language: str
    language_name: str
    number: int
    moved_on: bool


@dataclass(frozen=True)
class AnswerPage:
    """A short-answer page. `review` is None for a preview of words nobody signed."""

    path: str
    question: str
    kind: str
    kind_label: str
    language: str
    condition: Link
    short_answer: str
    emergency: SafeString
    body: SafeString
    contents: tuple[Heading, ...]
    treatments: tuple[TreatmentCard, ...]
    questions_to_ask: tuple[str, ...]
    team: tuple[TeamMember, ...]
    sources: tuple[SourceLine, ...]
    origin: Origin | None
    legend: tuple[EvidenceLevel, ...]
    review: Review | None = None
    alerts: tuple[Alert, ...] = field(default=())
    translation: Translation | None = None
    languages: tuple[OtherLanguage, ...] = field(default=())
    topics: tuple[OtherLanguage, ...] = field(default=())  # the condition in other languages
    names: tuple[Name, ...] = field(default=())
    codes: tuple[Code, ...] = field(default=())
    registry_url: str = ""
    corrections: tuple[Correction, ...] = field(default=())  # of late, newest first

    @property
    def fallen(self) -> tuple[SourceLine, ...]:
        """The sources that something was said against after the words were submitted."""
        return tuple(source for source in self.sources if source.fallen_label)

    @property
    def lapsed(self) -> bool:
        """Whether the review is so long overdue that the answer is no longer shown."""
        return self.review is not None and self.review.freshness == Freshness.LAPSED

    @property
    def stopped(self) -> bool:
        """Whether a safety alert withholds the text."""
        return any(alert.kind == "stop" for alert in self.alerts)

    @property
    def withheld(self) -> bool:
        """Whether readers see only who reviewed it last, and why the text is not shown."""
        return self.lapsed or self.stopped


@dataclass(frozen=True)
class WithdrawnPage:
    """What stands at the address of a withdrawn answer."""

    path: str
    question: str
    condition: Link
    notice: str
    at: datetime


@dataclass(frozen=True)
class QuestionLine:
    """An answer as one line of a list."""

    question: str
    path: str
    kind: str
    kind_label: str
    first_sentence: str
    last_reviewed_on: date
    freshness: Freshness

    @property
    def shown(self) -> bool:
        """Whether readers see the answer's text; a safety alert may withhold it."""
        return bool(self.first_sentence)
