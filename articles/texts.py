"""Plain text as we keep it."""

import hashlib
import unicodedata


def normalise(text: str) -> str:
    """The text in NFC with LF line ends and no blanks around it.

    Browsers submit CRLF and keyboards differ in how they compose letters: neither is a change.
    """
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def lines(text: str) -> tuple[str, ...]:
    """Its lines without the blank ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def comparable(text: str) -> str:
    """The text without what only looks different: case, width and blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def fingerprint(text: str) -> str:
    """SHA-256 in hex, for what is only ever compared: a token, a name, words that were seen."""
    return hashlib.sha256(text.encode()).hexdigest()
