"""Searches that found nothing, kept for a day beside the database (`docs/adr/`).

A page that is read never writes business data, so what was missed goes to a file, one line a
search, as to an access log: without who, whence or when. `manage.py count_missed_searches` adds
the lines up and deletes them.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from articles.search import analysis

logger = logging.getLogger(__name__)

_FOLDER = "missed-searches"
_TAKEN = ".counting"
# Longer texts tell a story, and a story may be somebody's.
_MOST_WORDS = 5
_LONGEST = 50
# A day of an attacker's searches must not fill the disk.
_MOST_BYTES = 1_000_000


def normalised(text: str) -> str:
    """The telling words of a search that may be counted; empty for one that might be personal.

    Left out: long texts, digits (dates, numbers of people and cards), addresses of e-mail.
    """
    words = [word for word in analysis.words(text) if not analysis.is_stop_word(word)]
    joined = " ".join(words)
    # Folding makes digits of what is none yet ("½").
    if "@" in text or any(letter.isdigit() for letter in text + joined):
        return ""
    return joined if len(words) <= _MOST_WORDS and len(joined) <= _LONGEST else ""


def note(text: str, language: str) -> None:
    """Write down that a search found nothing, if it may be counted.

    Where the file cannot be written the log says so, without the words: a search is answered.
    """
    words = normalised(text)
    if not words:
        return
    try:
        _append(words, language)
    except OSError as error:
        # Not `str(error)`, nor a traceback: nothing but the kind of fault can be in this line.
        logger.warning("A missed search was not noted: %s", error.strerror)


def _append(words: str, language: str) -> None:
    file = _folder() / language
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists() or file.stat().st_size < _MOST_BYTES:
        with file.open("a", encoding="utf-8") as lines:
            # One write of a short line is not torn by another process's.
            lines.write(f"{words}\n")


def take() -> Iterator[tuple[str, list[str]]]:
    """What was noted, as (language, searches); each file is gone once it has been counted."""
    # First what a run that was broken off had taken: its name is free afterwards.
    yield from _taken()
    for file in _folder().glob("*"):
        file.rename(file.with_suffix(_TAKEN))
    yield from _taken()


def _taken() -> Iterator[tuple[str, list[str]]]:
    for file in sorted(_folder().glob(f"*{_TAKEN}")):
        yield file.stem, file.read_text(encoding="utf-8").splitlines()
        file.unlink()


def _folder() -> Path:
    return Path(settings.VAR_DIR) / _FOLDER
