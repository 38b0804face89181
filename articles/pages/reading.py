"""A snapshot's text made into an `AnswerPage`: no database, no clock."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Field
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import markdown
from articles.drafts import FACTS
from articles.enums import Evidence, Line, QuestionKind, RegulatoryStatus, TreatmentKind
from articles.languages import path_in
from articles.models import TreatmentEntry
from articles.pages import references
from articles.pages.values import (
    AnswerPage,
    EvidenceLevel,
    Fact,
    Link,
    Origin,
    TeamMember,
    TreatmentCard,
)

Numbers = Mapping[str, int]


def answer(snapshot: str, *, slug: str) -> AnswerPage:
    """The page that a snapshot's canonical text makes, at the article's address `slug`."""
    data = json.loads(snapshot)
    numbers = citation_numbers(data)
    body = markdown.render(data["body"], citations=numbers)
    condition, language = data["condition"], data["language"]
    return AnswerPage(
        path=path_in(language, "articles:answer", condition["slug"], slug),
        question=data["question"],
        kind=data["kind"],
        kind_label=str(QuestionKind(data["kind"]).label),
        language=language,
        condition=Link(
            condition["name"], path_in(language, "articles:condition", condition["slug"])
        ),
        short_answer=data["short_answer"],
        emergency=block(data["emergency_advice"], numbers, id_prefix="emergency_"),
        body=_safe(body.html),
        contents=tuple(heading for heading in body.headings if heading.level == 2),
        treatments=tuple(card(entry, numbers) for entry in data["treatments"]),
        questions_to_ask=tuple(data["questions_to_ask"]),
        team=tuple(
            TeamMember(member["specialty"], inline(member["purpose"], numbers))
            for member in data["care_team"]
        ),
        sources=references.numbered(data["citations"], numbers),
        origin=Origin(**data["origin"]) if data["origin"] else None,
        legend=_legend() if data["treatments"] else (),
    )


def card(entry: Mapping[str, Any], numbers: Numbers) -> TreatmentCard:
    """One treatment entry of a snapshot in words for readers."""
    evidence = entry["evidence"]
    return TreatmentCard(
        slug=entry["treatment"],
        name=entry["name"],
        path=reverse("articles:treatment", args=[entry["treatment"]]),
        brand_names=tuple(entry["brand_names"]),
        kind=entry["treatment_kind"],
        kind_label=str(TreatmentKind(entry["treatment_kind"]).label),
        phase=entry["phase"],
        line_label=str(Line(entry["line"]).label) if entry["line"] else "",
        status=entry["status"],
        status_label=str(RegulatoryStatus(entry["status"]).label) if entry["status"] else "",
        region=entry["region"],
        as_of=date.fromisoformat(entry["as_of"]) if entry["as_of"] else None,
        evidence=evidence,
        evidence_label=str(Evidence(evidence).label) if evidence else "",
        evidence_meaning=_meaning(evidence),
        evidence_note=entry["evidence_note"],
        facts=tuple(Fact(name, _fact_label(name), inline(entry[name], numbers)) for name in FACTS),
        cites=_cited([entry[name] for name in FACTS], numbers),
    )


def _cited(texts: Sequence[str], numbers: Numbers) -> tuple[int, ...]:
    keys = {use.key for text in texts for use in markdown.citation_uses(text)}
    return tuple(sorted(numbers[key] for key in keys if key in numbers))


def citation_numbers(data: Mapping[str, Any]) -> dict[str, int]:
    """Citation key to number by first appearance on the page; uncited sources come last."""
    known = [citation["key"] for citation in data["citations"]]
    used = [use.key for text in _texts(data) for use in markdown.citation_uses(text)]
    order = dict.fromkeys([*(key for key in used if key in known), *known])
    return {key: number for number, key in enumerate(order, start=1)}


def first_sentence(text: str) -> str:
    """The text up to its first full stop, question or exclamation mark before a capital."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text, maxsplit=1)[0]


def block(text: str, numbers: Numbers, *, id_prefix: str) -> SafeString:
    """A whole Markdown text that is not the body of its page.

    An underscore in `id_prefix` keeps its headings' ids apart from the body's, which have none.
    """
    return _safe(markdown.render(text, citations=numbers, id_prefix=id_prefix).html)


def inline(text: str, numbers: Numbers) -> SafeString:
    """A short text with emphasis, links and citations."""
    return _safe(markdown.render_inline(text, citations=numbers))


def cited_from(path: str, html: SafeString) -> SafeString:
    """A rendered text for another page: its citations lead to the sources at `path`."""
    return _safe(html.replace('href="#source-', f'href="{path}#source-'))


def pictures_from(path: str, html: SafeString) -> SafeString:
    """A rendered text whose pictures are fetched below `path`, not where readers fetch them."""
    return _safe(html.replace('src="/uploads/', f'src="{path}uploads/'))


def names_treatment(data: Mapping[str, Any], slug: str, names: Sequence[str]) -> bool:
    """Whether a snapshot names that treatment: as an entry, or as a whole word in its prose."""
    if any(entry["treatment"] == slug for entry in data["treatments"]):
        return True
    # A name may be broken over two lines, and emphasised with underscores.
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names if name.strip())
    text = "\n".join(prose(data))
    return bool(words) and bool(
        re.search(rf"(?<![^\W_])(?:{words})(?![^\W_])", text, re.IGNORECASE)
    )


def prose(data: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a snapshot that readers see, sources apart."""
    yield data["question"]
    yield data["short_answer"]
    yield from data["questions_to_ask"]
    yield from _texts(data)
    for entry in data["treatments"]:
        yield from (entry["name"], *entry["brand_names"], entry["phase"], entry["evidence_note"])
    for member in data["care_team"]:
        yield member["specialty"]


def _texts(data: Mapping[str, Any]) -> Iterator[str]:
    """The texts that may cite, in the order in which a reader meets them."""
    yield data["emergency_advice"]
    yield data["body"]
    for entry in data["treatments"]:
        yield from (entry[name] for name in FACTS)
    for member in data["care_team"]:
        yield member["purpose"]


def _safe(html: str) -> SafeString:
    # The one place that trusts HTML: `articles.markdown` has sanitised it.
    return mark_safe(html)  # noqa: S308


def _fact_label(name: str) -> str:
    field = TreatmentEntry._meta.get_field(name)
    assert isinstance(field, Field)
    return str(field.verbose_name).capitalize()


def _legend() -> tuple[EvidenceLevel, ...]:
    return tuple(EvidenceLevel(level, str(level.label), _meaning(level)) for level in Evidence)


def _meaning(evidence: str) -> str:
    """What an evidence level says, after GRADE (Guyatt et al., BMJ 2008;336:924-926)."""
    meanings = {
        Evidence.HIGH: _("Further research is very unlikely to change how sure we are."),
        Evidence.MODERATE: _("Further research may change how sure we are."),
        Evidence.LOW: _("Further research is very likely to change how sure we are."),
        Evidence.VERY_LOW: _("Any estimate of the effect is very uncertain."),
        Evidence.EXPERT_OPINION: _("It rests on what experts have seen, not on studies."),
        Evidence.INDIRECT: _("The studies looked at another group of people or disease."),
        Evidence.NOT_ASSESSED: _("Nobody has graded how sure this is."),
    }
    return str(meanings[Evidence(evidence)]) if evidence else ""
