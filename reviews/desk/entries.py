"""What a line of an answer's record is."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User


@dataclass(frozen=True)
class Entry:
    """One thing that happened: `facts` are pairs of a label and words, `text` what was signed."""

    at: datetime
    heading: str
    by: str
    facts: tuple[tuple[str, str], ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    is_event: bool = False


def name_of(user: User) -> str:
    """Who that is, as the audit trail names them."""
    return user.get_full_name() or user.get_username()
