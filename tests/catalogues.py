"""The interface's messages and their translations; `python -m tests.catalogues` updates them.

What Django's `makemessages` and `compilemessages` do, without GNU gettext on the machine. The
compiled files are kept in git, so that a site needs neither.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "healthinfo" / "locale"
LANGUAGES = ("de", "es")
APPS = ("articles", "healthinfo", "reviews")
# How each function's arguments are read: (message, plural) by place, "c" for the context.
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# `templatize` turns a template into such calls amid filler that is no Python.
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(?:_|n?p?gettext)\((?:{_STRING}|count|[,\s])+\)")
# A message, or a message and its plural, as Babel keeps them.
Id = str | tuple[str, ...]


def messages() -> set[tuple[str | None, Id]]:
    """Every message of the interface with its context."""
    return {
        (context, id_)
        for source in _sources()
        for _line, id_, _comments, context in extract("python", source, KEYWORDS)
    }


def _sources() -> Iterator[io.BytesIO]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield io.BytesIO(path.read_bytes())
    for path in sorted((ROOT / "templates").rglob("*.*")):
        calls = _CALL.findall(templatize(path.read_text(), origin=str(path)))
        yield io.BytesIO("\n".join(calls).encode())


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """The stored catalogue; an empty one where there is none."""
    if not po_file(language).exists():
        return Catalog(locale=language)
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def up_to_date(language: str) -> Catalog:
    """The stored translations of exactly the messages that the interface has."""
    stored = catalogue(language)
    fresh = Catalog(locale=language, project="HealthInfo", charset="utf-8")
    for context, id_ in messages():
        old = stored.get(id_, context)
        fresh.add(id_, old.string if old else None, context=context)
    return fresh


def po_text(updated: Catalog) -> str:
    """The catalogue as we keep it: in the order of the messages, without places and dates."""
    text = io.BytesIO()
    write_po(text, updated, no_location=True, omit_header=True, sort_output=True, width=0)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Language: {updated.locale}\\n"\n"Plural-Forms: {updated.plural_forms}\\n"\n\n'
    )
    return header + text.getvalue().decode()


def mo_bytes(language: str) -> bytes:
    """The stored catalogue, compiled."""
    compiled = io.BytesIO()
    stored = catalogue(language)
    # Without dates, so that the same messages give the same bytes.
    stored.creation_date = stored.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    write_mo(compiled, stored)
    return compiled.getvalue()


def untranslated(language: str) -> list[Message]:
    """The messages of the stored catalogue that have no translation, or a doubtful one."""
    return [m for m in catalogue(language) if m.id and (m.fuzzy or not _whole(m))]


def _whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(texts)


def main() -> None:
    """Rewrites the catalogues and says what is left to translate."""
    for language in LANGUAGES:
        updated = po_text(up_to_date(language))
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        po_file(language).write_text(updated)
        po_file(language).with_suffix(".mo").write_bytes(mo_bytes(language))
        sys.stdout.write(f"{language}: {len(untranslated(language))} messages to translate\n")


if __name__ == "__main__":
    main()
