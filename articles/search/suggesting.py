"""What somebody may be about to type: conditions by any of their names, and their answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.urls import reverse

from articles.pages import alerts
from articles.search import analysis, questions, rows, understanding
from articles.search.engines import IF_LIVE, Scope, engine, within
from articles.search.rows import Topic
from articles.search.schema import LIVE
from articles.search.understanding import Named

# One letter begins nearly every name.
_SHORTEST = 2
# Only so many last words may belong to the name that is being typed.
_LONGEST_NAME = 8
# Names are looked for in so many last words.
_MOST_WORDS = 20
_MOST_NAMES = 200
_MOST_CONDITIONS = 12
_MOST_ANSWERS = 400


@dataclass(frozen=True)
class Suggestion:
    """A condition or an answer; `see` is what we call the condition where `text` is another of
    its names."""

    text: str
    path: str
    is_answer: bool = False
    see: str = ""


@dataclass(frozen=True)
class _Answer:
    condition_id: int
    condition_slug: str
    question: str
    slug: str
    kind: str


def suggest(text: str, *, language: str, on: date, limit: int) -> tuple[Suggestion, ...]:
    """Conditions that the text names, or one of whose names goes on as it ends, each followed by
    its answers to what the text asks; nothing that readers do not see on that day (five queries;
    where several words are typed, eight more at most; one more while a treatment is stopped)."""
    names, asking = _names(analysis.words(text[: analysis.MAX_LENGTH])[-_MOST_WORDS:], language)
    answers = _answers([name.condition_id for name in names], language=language, on=on)
    asked = questions.kinds(asking)
    called = rows.topics([name.condition_id for name in names], language)
    made: list[Suggestion] = []
    for name in names:
        own = [answer for answer in answers if answer.condition_id == name.condition_id]
        if own:
            made.append(_condition(name, own[0], called[name.condition_id]))
            made += [_answer(answer) for answer in own if answer.kind in asked]
    return tuple(made[:limit])


def _names(words: Sequence[str], language: str) -> tuple[list[Named], str]:
    """The names that stand in the text and those that its end begins, of the most words first,
    each condition by the first of them; and the text without the names that stand in it."""
    start, begun = _begun(words, language)
    stems = [analysis.stem(word) for word in words]
    # A name within the last words is among those that they begin.
    found = understanding.names(words, stems, language) if start else {}
    standing = {span: named for span, named in sorted(found.items()) if span[0] < start}
    groups = [(span[1] - span[0], named) for span, named in standing.items()]
    best: dict[int, Named] = {}
    for _, group in sorted([*groups, (len(words) - start, begun)], key=lambda one: -one[0]):
        for name in group:
            best.setdefault(name.condition_id, name)
    return list(best.values())[:_MOST_CONDITIONS], understanding.without(words, standing)


def _begun(words: Sequence[str], language: str) -> tuple[int, list[Named]]:
    """The names that the text's last words begin, as many of them as begin one, and where those
    words start."""
    for start in range(max(0, len(words) - _LONGEST_NAME), len(words)):
        typed = " ".join(words[start:])
        if len(typed) >= _SHORTEST and (found := _beginning(typed, language)):
            return start, found
    return len(words), []


def _beginning(typed: str, language: str) -> list[Named]:
    """The names that begin so, before those that go on so inside; the shortest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT start, condition_id, text FROM {LIVE.start} "
            "WHERE language = %s AND start >= %s AND start < %s "
            f"ORDER BY start LIMIT {_MOST_NAMES}",
            [language, typed, typed[:-1] + chr(ord(typed[-1]) + 1)],
        )
        found = cursor.fetchall()
    names = sorted(
        (" ".join(analysis.words(text)) != start, len(text), text, key)
        for start, key, text in found
    )
    return [Named(key, text) for *_, text, key in names]


def _answers(conditions: Collection[int], *, language: str, on: date) -> list[_Answer]:
    if not conditions:
        return []
    chosen = engine()
    where, values = within(Scope(language, on))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.article_id, r.condition_id, c.slug, r.question, a.slug, r.kind "
            f"FROM {LIVE.row} r JOIN articles_condition c ON c.id = r.condition_id {IF_LIVE} "
            f"WHERE {where} AND {chosen.among('a.condition_id')} "
            f"ORDER BY r.article_id LIMIT {_MOST_ANSWERS}",
            [*values, chosen.listed(list(conditions))],
        )
        found = cursor.fetchall()
    hidden = alerts.withheld([key for key, *_ in found], alerts.standing())
    return [_Answer(*rest) for key, *rest in found if key not in hidden]


def _condition(name: Named, answer: _Answer, topic: Topic) -> Suggestion:
    condition = topic.names[0]
    own = analysis.words(name.text) == analysis.words(condition)
    return Suggestion(
        text=condition if own else name.text,
        path=reverse("articles:condition", args=[answer.condition_slug]),
        see="" if own else condition,
    )


def _answer(answer: _Answer) -> Suggestion:
    path = reverse("articles:answer", args=[answer.condition_slug, answer.slug])
    return Suggestion(text=answer.question, path=path, is_answer=True)
