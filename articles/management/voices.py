"""Which experience a command is about, and all that is kept of it."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Model

from articles.models import AuditEvent, Experience
from articles.texts import comparable, fingerprint


def add_arguments(parser: CommandParser) -> None:
    """Two ways to prove whose it is: the private link's token, or the number with the name."""
    parser.add_argument("--token", help="the last part of the private link")
    parser.add_argument("--number", type=int, help="the number of the entry, with --pseudonym")
    parser.add_argument("--pseudonym", help="the name under which it was shared")


def found(options: dict[str, Any]) -> Experience:
    """The experience. Raises `CommandError` where the arguments name none, or not one."""
    token, number, name = options["token"], options["number"], options["pseudonym"]
    if bool(token) == (number is not None and bool(name)):
        raise CommandError("Give either --token, or --number and --pseudonym.")
    named = (
        {"token_hash": fingerprint(token)}
        if token
        else {"pk": number, "pseudonym_key": fingerprint(comparable(name))}
    )
    experience = Experience.objects.filter(**named).first()
    if experience is None:
        raise CommandError("There is no such experience, or it holds no text any more.")
    return experience


def kept(experience: Experience) -> dict[str, Any]:
    """Every column of the experience, the consent that was given, and its audit events."""
    events = AuditEvent.objects.filter(object=f"experience:{experience.pk}").order_by("pk")
    return {
        "experience": _columns(experience),
        "question": str(experience.article),
        "consent": _columns(experience.consent),
        "events": [
            {"verb": event.verb, "at": event.at.isoformat(), "detail": event.detail}
            for event in events
        ],
    }


def _columns(row: Model) -> dict[str, str]:
    return {field.attname: str(getattr(row, field.attname)) for field in row._meta.concrete_fields}
