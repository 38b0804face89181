"""Who stands behind the answers of a benchmark: nobody, and every page and record says so."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import ImproperlyConfigured

from articles.models import Condition
from reviews.actions import vouching
from reviews.models import Reviewer, Specialty

_EDITOR = "benchmark-editor"
_REVIEWERS = ("benchmark-reviewer-1", "benchmark-reviewer-2")


def present() -> bool:
    """Whether the database holds a benchmark's answers."""
    return User.objects.filter(username=_EDITOR).exists()


def require_marked() -> None:
    """Raise `ImproperlyConfigured` where a benchmark's answers would be shown as a site's own."""
    if present() and not settings.BENCHMARK:
        raise ImproperlyConfigured(
            "The database holds a benchmark's answers, which nobody has reviewed. "
            "Serve it with HEALTHINFO_BENCHMARK=1 or not at all."
        )


def make(*, valid_until: date, at: datetime) -> tuple[User, list[Reviewer]]:
    """The editor and the reviewers. None can sign in: they have no password."""
    editor = _account(_EDITOR, "Editors", "Benchmark editor (a program)")
    admin = _account("benchmark-administrator", "Administrators", "Benchmark (a program)")
    # One invented specialty for every condition: whom to ask is not what is measured.
    specialty = Specialty.objects.create(
        slug="benchmark", name="Benchmark (fictitious)", pharmacy=True
    )
    specialty.conditions.set(Condition.objects.all())
    reviewers = [
        Reviewer(
            user=_account(username, "Reviewers", "Benchmark reviewer (a program)"),
            name=f"Benchmark reviewer {number} (fictitious)",
            slug=username,
            credentials="None: this reviewer does not exist",
            register="No register",
            registration_number=str(number),
            standing_conflicts="None declared",
            verification="Invented for a benchmark: there is nothing to verify.",
            valid_until=valid_until,
        )
        for number, username in enumerate(_REVIEWERS, start=1)
    ]
    for reviewer in reviewers:
        vouching.save(reviewer, specialties=[specialty], by=admin, at=at)
    return editor, reviewers


def _account(username: str, group: str, name: str) -> User:
    user = User.objects.create_user(username, first_name=name, is_staff=False)
    user.groups.add(Group.objects.get(name=group))
    return user
