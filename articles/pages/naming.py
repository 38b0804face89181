"""What a condition is called besides its name, and its codes: of the catalogue, not signed."""

from dataclasses import dataclass

from articles.models import Condition


@dataclass(frozen=True)
class Name:
    """Another name of a condition and how it relates."""

    text: str
    relation: str
    relation_label: str


@dataclass(frozen=True)
class Code:
    """A code of a condition and how well it fits."""

    system: str
    code: str
    match: str
    match_label: str


def names(condition: Condition, language: str) -> tuple[Name, ...]:
    """Its other public names in that language, but the one at the head of its page.

    Asks for nothing where `names` is prefetched; so does `codes` where `codes` is.
    """
    shown = condition.name_in(language)
    return tuple(
        Name(name.text, name.relation, name.get_relation_display())
        for name in condition.names.all()
        if name.is_public and name.language == language and name.text != shown
    )


def codes(condition: Condition) -> tuple[Code, ...]:
    """Its codes, however well they fit."""
    return tuple(
        Code(code.system, code.code, code.match, code.get_match_display())
        for code in condition.codes.all()
    )
