"""The demonstration's people: one sign-in a role, passwords made at the first load."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User

from reviews.actions import vouching
from reviews.models import Reviewer, Specialty


@dataclass(frozen=True)
class SignIn:
    """A role's demonstration account."""

    role: str
    username: str
    password: str


# Role to group, user name and the name that the audit trail shows.
_STAFF = (
    ("editor", "Editors", "editor-eve", "Eve Editor (fictitious)"),
    ("publisher", "Publishers", "publisher-pat", "Pat Publisher (fictitious)"),
    ("administrator", "Administrators", "admin-alex", "Alex Administrator (fictitious)"),
)


def sign_ins() -> list[SignIn]:
    """The accounts of the last load; empty before the first."""
    if not _file().exists():
        return []
    return [SignIn(**row) for row in json.loads(_file().read_text())]


def make(reviewers: list[dict[str, Any]], *, valid_until: date, at: datetime) -> dict[str, User]:
    """Make every account with a password of its own; returns the users by user name.

    `reviewers` are the tables of `content/site.toml`, whose specialties exist; the
    administrator verifies them.
    """
    made = [_account(role, group, username, name) for role, group, username, name in _STAFF]
    for row in reviewers:
        made.append(_account("reviewer", "Reviewers", row["username"], row["name"]))
    _keep([sign_in for _, sign_in in made])
    users = {user.username: user for user, _ in made}
    for row in reviewers:
        made_up = Reviewer(
            user=users[row["username"]],
            name=row["name"],
            slug=row["slug"],
            credentials=row["credentials"],
            register=row["register"],
            registration_number=row["number"],
            languages=",".join(sorted(row["languages"])),
            standing_conflicts=row["conflicts"],
            verification="Invented for the demonstration: there is nothing to verify.",
            valid_until=valid_until,
        )
        known = list(Specialty.objects.filter(slug__in=row["specialties"]))
        vouching.save(made_up, specialties=known, by=users["admin-alex"], at=at)
    return users


def _account(role: str, group: str, username: str, name: str) -> tuple[User, SignIn]:
    password = secrets.token_urlsafe(12)
    details: dict[str, Any] = {"first_name": name, "is_staff": True}
    user = User.objects.create_user(username, password=password, **details)
    user.groups.add(Group.objects.get(name=group))
    return user, SignIn(role, username, password)


def _keep(accounts: list[SignIn]) -> None:
    _file().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump([asdict(account) for account in accounts], file, indent=2)


def _file() -> Path:
    return Path(settings.VAR_DIR) / "demo-sign-ins.json"
