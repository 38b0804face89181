"""Finding the answers to a question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from articles.models import Withdrawal
from articles.pages import alerts, finding
from articles.pages.values import Alert
from articles.search import analysis, candidates, codes, excerpts, offering, understanding
from articles.search.codes import Coded
from articles.search.engines import CANDIDATES, Candidate, Scope, Wanted, engine
from articles.search.excerpts import Excerpt
from articles.search.offering import Offered
from articles.search.understanding import Understood

# By how many of the answers with a word it is known whether readers see one.
_ENOUGH = 50
_Key = TypeVar("_Key")


@dataclass(frozen=True)
class Hit:
    """An answer that was found, with an excerpt in which the question's words are marked."""

    answer: finding.Found
    excerpt: Excerpt


@dataclass(frozen=True)
class Results:
    """A page of hits. `total` counts them all, also those on other pages, where there are not
    `more` than are ranked; `corrected` is the question as it was answered, where a word had to
    be put right; `broader` the code that was asked for, where it is of several conditions;
    `alerts` are those that stand about treatments the question names."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    corrected: str
    broader: str
    alerts: tuple[Alert, ...]
    offered: Offered


def find(
    text: str,
    *,
    language: str,
    on: date,
    kind: str = "",
    condition: str = "",
    limit: int,
    offset: int = 0,
) -> Results:
    """The answers in that language that readers see on that day, best first, narrowed to a kind
    of question and to a condition (its slug).

    Whatever is typed is a question: nothing in it is an operator, and nothing is an error.
    """
    text = text[: analysis.MAX_LENGTH]
    asked = codes.conditions(text) or understanding.question(
        text, language, may_say=lambda words: _shown(words, Scope(language, on))
    )
    narrowed = Scope(language, on, kind, condition)
    any_kind, any_condition = replace(narrowed, kind=""), replace(narrowed, condition="")
    # What a facet offers is counted within the other one: it never leads to nothing.
    found = {scope: _candidates(asked, scope) for scope in {narrowed, any_kind, any_condition}}
    # Read after the candidates: of what is stopped meanwhile, nothing is shown.
    standing = alerts.standing()
    public = _without_withheld(found, standing)
    chosen = public[narrowed]
    shown = [one.article_id for one in chosen[offset : offset + limit]]
    page = finding.found(shown, language=language, standing=standing, on=on)
    stems = frozenset(asked.stems) if isinstance(asked, Understood) else frozenset()
    return Results(
        hits=tuple(
            Hit(answer, excerpts.excerpt(answer.short_answer, answer.body, stems))
            for answer in map(page.get, shown)
            if answer
        ),
        total=len(chosen),
        more=len(found[narrowed]) >= CANDIDATES,
        corrected=asked.corrected if isinstance(asked, Understood) else "",
        broader=asked.broader if isinstance(asked, Coded) else "",
        alerts=tuple(alerts.alert(one) for one in standing if _about(text, one)),
        offered=offering.offered(asked, public[any_kind], public[any_condition], language),
    )


def _candidates(asked: Understood | Coded, scope: Scope) -> list[Candidate]:
    if isinstance(asked, Coded):
        return candidates.of_conditions({one.condition_id for one in asked.named}, scope)
    return candidates.of_question(asked, scope)


def _shown(words: Collection[str], scope: Scope) -> frozenset[str]:
    """Those of the words that an answer has that readers see, by some of the answers with the
    word (a query a word and one; one more while a treatment is stopped)."""
    found = {word: _answers_with(analysis.stem(word), scope) for word in words}
    shown = _without_withheld(found, alerts.standing())
    return frozenset(word for word, some in shown.items() if some)


def _answers_with(stem: str, scope: Scope) -> list[Candidate]:
    return engine().candidates(Wanted([stem], [], {stem: 1.0}, scope, matches=_ENOUGH))


def _about(text: str, alert: Withdrawal) -> bool:
    """Whether the text names the alert's treatment: what a stop withholds is not found by it."""
    said = f" {' '.join(analysis.stems(text))} "
    named = (" ".join(analysis.stems(name)) for name in alerts.called(alert))
    return any(name and f" {name} " in said for name in named)


def _without_withheld(
    found: Mapping[_Key, list[Candidate]], standing: list[Withdrawal]
) -> dict[_Key, list[Candidate]]:
    """The lists without what is withheld; an answer is read once, however many lists have it."""
    keys = {one.article_id for some in found.values() for one in some}
    hidden = alerts.withheld(keys, standing)
    return {
        key: [one for one in some if one.article_id not in hidden] for key, some in found.items()
    }
