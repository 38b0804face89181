"""The database's own rights, and what the commands that verify say afterwards."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection

from articles.actions import drafting
from articles.enums import ChangeClass
from articles.guards import install
from articles.models import Article, AuditEvent, Revision
from tests import factories as f

ROW_CHANGED = "changed: it is not the row that audit event"


@contextmanager
def unguarded() -> Iterator[None]:
    """As somebody with the database's own rights: the guards are lifted, then installed again."""
    connection.check_constraints()
    install.lift(connection)
    yield
    install.install(connection)
    assert install.missing(connection) == []


def run(command: str, *arguments: str) -> tuple[str, str]:
    """What the command printed, and the sentence with which it failed (exit status 1)."""
    out = StringIO()
    try:
        call_command(command, *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue().strip(), str(error) if error.returncode == 1 else "another status"
    return out.getvalue().strip(), ""


def events() -> list[AuditEvent]:
    return list(AuditEvent.objects.order_by("pk"))


def words(event: AuditEvent) -> dict[str, Any]:
    """What the event says besides the seals of the rows that it is about (`test_sealing`)."""
    detail = json.loads(event.detail)
    return {name: value for name, value in detail.items() if name not in {"whole", "was"}}


def broken() -> list[str]:
    """The lines in which `verify_audit` names what is broken."""
    out, error = run("verify_audit")
    assert error == f"It does not hold. Faults: {len(out.splitlines())}."
    return out.splitlines()


def submitted(article: Article) -> Revision:
    return drafting.submit(
        article.pk,
        expected_version=article.draft_version,
        change_class=ChangeClass.MATERIAL,
        change_note="New.",
        by=f.user("Editors"),
        at=f.NOW,
    )
