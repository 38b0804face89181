"""What a run says at its end."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from articles.importers.medquad import names
from articles.importers.medquad.load import Loaded
from articles.importers.medquad.validate import Findings, Topic

_SHOWN = 20


@dataclass(frozen=True)
class Alike:
    """Two conditions that might be one, and the names and codes that say so."""

    first: str
    second: str
    shared: tuple[str, ...]


# A condition's name, and every name and code by which it is known.
Marks = tuple[str, tuple[str, ...]]


def alike(topics: Iterable[Topic], stored: Iterable[Marks] = ()) -> list[Alike]:
    """Every pair of conditions that share a code or a name, for an editor to judge.

    One of the two is a topic with answers; the other may be a condition that is `stored`.
    Neither mark proves that they are one: "Syndrome" is a code of thirty. Those whose mark the
    fewest conditions share come first.
    """
    titles: dict[str, str] = {}
    owners: defaultdict[str, dict[str, str]] = defaultdict(dict)
    answered = [(t.name, (t.name, *t.synonyms, *t.cuis)) for t in topics if t.answers]
    found = {names.key(name) for name, _ in answered}
    for name, marks in (*answered, *stored):
        condition = names.key(name)
        titles.setdefault(condition, name)
        for mark in marks:
            owners[names.key(mark)].setdefault(condition, mark)
    shared: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for owned in sorted(owners.values(), key=len):
        for first, second in combinations(sorted(owned), 2):
            if found & {first, second}:
                shared[first, second].append(owned[first])
    return [
        Alike(titles[first], titles[second], tuple(common))
        for (first, second), common in shared.items()
    ]


def lines(
    findings: Findings, loaded: Loaded, stored: Iterable[Marks] = (), *, everything: bool
) -> Iterator[str]:
    """The summary, a line at a time; of conditions that are alike the first twenty, or all."""
    yield f"files: {findings.files:,}"
    yield f"pairs: {findings.pairs:,}, answered: {findings.answered:,}"
    yield f"imported: {loaded.answers:,} drafts (nothing is public)"
    yield (
        f"made: {loaded.conditions:,} conditions, {loaded.names:,} unverified names, "
        f"{loaded.codes:,} codes"
    )
    yield f"already there: {loaded.already_there:,}"
    if loaded.beyond_limit:
        yield f"beyond the limit: {loaded.beyond_limit:,}"
    for reason, count in sorted(findings.skipped.items()):
        yield f"skipped, {reason}: {count:,}"
    yield f"bad records: {len(findings.bad):,}"
    yield from (f"  {bad.file}: {bad.reason}" for bad in findings.bad)
    yield from _alike_lines(alike(findings.topics, stored), everything=everything)
    if not loaded.answers:
        yield "Nothing changed."


def _alike_lines(pairs: Sequence[Alike], *, everything: bool) -> Iterator[str]:
    yield f"pairs of conditions that share a code or a name, never merged: {len(pairs):,}"
    shown = pairs if everything else pairs[:_SHOWN]
    yield from (f"  {pair.first} | {pair.second}: {', '.join(pair.shared)}" for pair in shown)
    if len(shown) < len(pairs):
        yield f"  … and {len(pairs) - len(shown):,} more (--verbosity 2 lists all)"
