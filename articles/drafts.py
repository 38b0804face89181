"""A working draft as one value: what a form fills, `save_draft` writes and a snapshot freezes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from articles.models import Article, CareTeamMember, Citation, Source, Treatment, TreatmentEntry
from articles.texts import normalise

# The short facts of a treatment entry, in the order a reader meets them.
FACTS = (
    "how_it_works",
    "benefits",
    "risks",
    "monitoring",
    "not_suitable_for",
    "pregnancy",
    "if_untreated",
    "if_it_does_not_work",
    "daily_life",
)


@dataclass(frozen=True)
class Entry:
    """What a draft says about one treatment; `treatment` is its primary key."""

    treatment: int
    phase: str = ""
    line: str = ""
    status: str = ""
    region: str = ""
    as_of: date | None = None
    evidence: str = ""
    evidence_note: str = ""
    how_it_works: str = ""
    benefits: str = ""
    risks: str = ""
    monitoring: str = ""
    not_suitable_for: str = ""
    pregnancy: str = ""
    if_untreated: str = ""
    if_it_does_not_work: str = ""
    daily_life: str = ""


@dataclass(frozen=True)
class Member:
    """A specialty of the care team and what it is for."""

    specialty: str
    purpose: str


@dataclass(frozen=True)
class Cited:
    """A source, by primary key, under its citation key."""

    key: str
    source: int
    locator: str = ""


@dataclass(frozen=True)
class Draft:
    """Everything of an answer that editors write. Two equal drafts say the same."""

    question: str
    short_answer: str = ""
    emergency_advice: str = ""
    body: str = ""
    questions_to_ask: str = ""
    entries: tuple[Entry, ...] = field(default=())
    team: tuple[Member, ...] = field(default=())
    citations: tuple[Cited, ...] = field(default=())

    def normalised(self) -> "Draft":
        """The same words as we keep them (`texts.normalise`)."""
        return replace(
            _normalised(self),
            entries=tuple(_normalised(entry) for entry in self.entries),
            team=tuple(_normalised(member) for member in self.team),
            citations=tuple(_normalised(cited) for cited in self.citations),
        )


Part = TypeVar("Part", Draft, Entry, Member, Cited)


def of(article: Article) -> Draft:
    """The article's draft as it is stored (three queries)."""
    return Draft(
        question=article.question,
        short_answer=article.short_answer,
        emergency_advice=article.emergency_advice,
        body=article.body,
        questions_to_ask=article.questions_to_ask,
        entries=tuple(_entry(row) for row in article.entries.all()),
        team=tuple(Member(row.specialty, row.purpose) for row in article.team.all()),
        citations=tuple(
            Cited(row.key, row.source_id, row.locator) for row in article.citations.all()
        ),
    )


def of_snapshot(words: Mapping[str, Any]) -> Draft:
    """The draft that a snapshot's data was frozen from (two queries).

    A treatment or a source that is no longer in its catalogue is left out.
    """
    slugs = [entry["treatment"] for entry in words["treatments"]]
    treatments = dict(Treatment.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    sources = Source.objects.in_bulk([cited["source"] for cited in words["citations"]])
    return Draft(
        question=words["question"],
        short_answer=words["short_answer"],
        emergency_advice=words["emergency_advice"],
        body=words["body"],
        questions_to_ask="\n".join(words["questions_to_ask"]),
        entries=tuple(
            _frozen_entry(entry, treatments[entry["treatment"]])
            for entry in words["treatments"]
            if entry["treatment"] in treatments
        ),
        team=tuple(Member(**member) for member in words["care_team"]),
        citations=tuple(
            Cited(cited["key"], cited["source"], cited["locator"])
            for cited in words["citations"]
            if cited["source"] in sources
        ),
    )


def store(article: Article, draft: Draft) -> None:
    """Make the stored draft say exactly this; the caller has locked the article."""
    for name in ("question", "short_answer", "emergency_advice", "body", "questions_to_ask"):
        setattr(article, name, getattr(draft, name))
    article.entries.all().delete()
    article.team.all().delete()
    article.citations.all().delete()
    TreatmentEntry.objects.bulk_create(
        TreatmentEntry(
            article=article, position=position, treatment_id=entry.treatment, **_columns(entry)
        )
        for position, entry in enumerate(draft.entries, start=1)
    )
    CareTeamMember.objects.bulk_create(
        CareTeamMember(article=article, position=position, **asdict(member))
        for position, member in enumerate(draft.team, start=1)
    )
    Citation.objects.bulk_create(
        Citation(article=article, key=cited.key, source_id=cited.source, locator=cited.locator)
        for cited in draft.citations
    )


def _normalised(value: Part) -> Part:
    texts: dict[str, Any] = {
        item.name: normalise(getattr(value, item.name))
        for item in fields(value)
        if isinstance(getattr(value, item.name), str)
    }
    return replace(value, **texts)


def _columns(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if name != "treatment"}


def _frozen_entry(entry: Mapping[str, Any], treatment: int) -> Entry:
    names = (item.name for item in fields(Entry))
    texts = {name: entry[name] for name in names if name not in {"treatment", "as_of"}}
    as_of = date.fromisoformat(entry["as_of"]) if entry["as_of"] else None
    return Entry(treatment=treatment, as_of=as_of, **texts)


def _entry(row: TreatmentEntry) -> Entry:
    names = (item.name for item in fields(Entry) if item.name != "treatment")
    return Entry(treatment=row.treatment_id, **{name: getattr(row, name) for name in names})
