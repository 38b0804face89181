"""What the commands that verify have in common."""

from collections.abc import Iterable

from django.core.management.base import CommandError, OutputWrapper

from articles.verification import Fault


def report(faults: Iterable[Fault], out: OutputWrapper) -> None:
    """Print each fault as it is found. Raises `CommandError` (exit status 1) if there is one."""
    found = 0
    for fault in faults:
        found += 1
        out.write(str(fault))
    if found:
        raise CommandError(f"It does not hold. Faults: {found}.")
