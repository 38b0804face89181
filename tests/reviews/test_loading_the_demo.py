"""The demonstration is loaded into an empty database, once, through the real actions."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import AuditEvent
from reviews.demo import accounts, loading
from reviews.models import ReviewRequest

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing() -> None:
    first, second = StringIO(), StringIO()
    call_command("load_demo", stdout=first)
    events = AuditEvent.objects.count()
    passwords = accounts.sign_ins()
    call_command("load_demo", stdout=second)
    assert "Loading Parry-Romberg syndrome" in first.getvalue()
    assert second.getvalue() == "The database has content: nothing was loaded.\n"
    assert AuditEvent.objects.count() == events
    assert accounts.sign_ins() == passwords


def test_the_demonstration_is_dated_by_when_it_was_loaded() -> None:
    at = timezone.now()
    loading.load(at=at, say=lambda line: None)
    assert max(request.opened_at for request in ReviewRequest.objects.all()) == at
