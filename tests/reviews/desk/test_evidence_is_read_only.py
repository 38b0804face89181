import re
from datetime import timedelta

import pytest
from django.db.models import Model
from django.utils import timezone

from articles.enums import SiteTextKind
from articles.models import (
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    Revision,
    SiteText,
    Withdrawal,
)
from reviews.models import ReviewRecord
from tests import factories as f
from tests import publishing
from tests.reviews.desk.helpers import as_role

pytestmark = pytest.mark.django_db

EVIDENCE: tuple[type[Model], ...] = (
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    ReviewRecord,
    Revision,
    SiteText,
    Withdrawal,
)


@pytest.fixture(scope="module")
def _evidence(for_the_module: None) -> None:
    """One row of evidence of every kind."""
    article = f.published(at=timezone.now() - timedelta(hours=2))
    publishing.erratum(article, at=timezone.now())
    f.withdrawn(article, at=timezone.now())
    SiteText.objects.create(
        kind=SiteTextKind.DISCLAIMER, text="Ask.", signed_by="Dr E", at=timezone.now()
    )


def rows(model: type[Model]) -> list[dict[str, object]]:
    return list(model._default_manager.order_by("pk").values())


@pytest.mark.parametrize("model", EVIDENCE)
@pytest.mark.parametrize("role", ["superuser", "Administrators", "Publishers", "Editors"])
@pytest.mark.usefixtures("_evidence")
def test_evidence_is_read_and_never_added_changed_or_deleted(role: str, model: type[Model]) -> None:
    before = rows(model)
    assert before
    key = before[-1]["id"]
    stem = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
    client = as_role(role)
    assert client.get(f"{stem}/").status_code == 200
    assert client.get(f"{stem}/{key}/change/").status_code == 200
    for address in ("add/", f"{key}/delete/"):
        assert client.get(f"{stem}/{address}").status_code == 403
        assert client.post(f"{stem}/{address}", {"post": "yes"}).status_code == 403
    assert client.post(f"{stem}/{key}/change/", {"reason": "Forged"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [str(key)], "post": "yes"}
    client.post(f"{stem}/", bulk)
    assert rows(model) == before


@pytest.mark.parametrize("model", EVIDENCE)
@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("staff", 403), ("Reviewers", 403)]
)
def test_evidence_is_not_open_to_others(role: str, status: int, model: type[Model]) -> None:
    stem = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
    assert as_role(role).get(f"{stem}/").status_code == status


@pytest.mark.usefixtures("_evidence")
def test_the_list_of_the_audit_trail_counts_events() -> None:
    shown = as_role("Administrators").get("/admin/articles/auditevent/").content.decode()
    assert re.search(rf"\b{AuditEvent.objects.count()} audit events\s", shown)
