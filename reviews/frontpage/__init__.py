"""The desk's front page: what each role has to decide, and how the library stands."""

from datetime import date

from django.contrib.auth.models import User

from reviews.frontpage import answers, people, requests, voices
from reviews.frontpage.values import WorkList

# What somebody else waits for comes first, then what presses, then one's own work.
_ORDER = (
    *("urgent", "asked", "open", "returned", "failed", "flagged", "readers"),
    *("held", "ready", "withdrawn", "due", "waiting", "scheduled", "drafts", "signed"),
    *("unverified", "ending", "factors"),
)


def lists(user: User, *, on: date) -> tuple[WorkList, ...]:
    """Every list that concerns this user on that day, each once, in the order of its weight."""
    found = (
        requests.lists(user, on=on)
        | answers.lists(user, on=on)
        | voices.lists(user)
        | people.lists(user, on=on)
    )
    return tuple(found[key] for key in _ORDER if key in found)
