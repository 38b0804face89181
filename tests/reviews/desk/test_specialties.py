"""Specialties at the desk: administrators keep them, and giving one is vouching for it."""

import json

import pytest
from django.test import Client

from articles.models import AuditEvent
from reviews.models import Reviewer, Specialty
from tests import factories as f
from tests.reviews.desk.helpers import as_role, signed_in
from tests.reviews.desk.test_people import change, profile_of

pytestmark = pytest.mark.django_db
ADD = "/admin/reviews/specialty/add/"


def neurology(client: Client) -> int:
    data = {"name": "Neurology", "slug": "neurology", "conditions": str(f.condition().pk)}
    return client.post(ADD, data).status_code


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("outsider", 302),
        ("staff", 403),
        ("Reviewers", 403),
        ("Editors", 403),
        ("Publishers", 403),
        ("Administrators", 302),
        ("superuser", 302),
    ],
)
def test_administrators_add_specialties_and_it_is_audited(role: str, status: int) -> None:
    assert neurology(as_role(role)) == status
    added = Specialty.objects.filter(slug="neurology")
    assert added.exists() is (role in {"Administrators", "superuser"})
    if added.exists():
        event = AuditEvent.objects.latest()
        assert (event.verb, event.object) == ("added", f"specialty:{added.get().pk}")
        assert json.loads(event.detail)["fields"] == "slug, name, conditions"
        assert added.get().conditions.count() == 1


def test_who_gives_a_reviewer_a_specialty_vouches_for_it() -> None:
    reviewer, administrator = f.reviewer(), f.user("Administrators")
    new = Specialty.objects.create(name="Neurology", slug="neurology")
    own = [specialty.pk for specialty in reviewer.specialties.all()]
    client = signed_in(administrator)
    data = profile_of(reviewer, specialties=own, languages=["en", "de"], other_languages="Latin")
    assert client.post(change(reviewer), data).status_code == 302
    reviewer.refresh_from_db()
    told = (reviewer.languages, reviewer.other_languages)
    assert (told, reviewer.verified_by == administrator) == (("de,en", "Latin"), False)
    data |= {"specialties": [*own, new.pk]}
    assert client.post(change(reviewer), data).status_code == 302
    reviewer.refresh_from_db()
    assert reviewer.verified_by == administrator
    assert set(reviewer.specialties.values_list("pk", flat=True)) == {*own, new.pk}
    event = AuditEvent.objects.latest()
    assert (event.object, json.loads(event.detail)["fields"]) == (
        f"reviewer:{reviewer.pk}",
        "specialties",
    )


def test_a_specialty_that_reviewers_have_is_not_deleted() -> None:
    used, unused = f.reviewer().specialties.get(), f.specialty("Unused")
    client = as_role("Administrators")
    for specialty in (used, unused):
        client.post(f"/admin/reviews/specialty/{specialty.pk}/delete/", {"post": "yes"})
    assert list(Specialty.objects.values_list("pk", flat=True)) == [used.pk]
    assert Reviewer.objects.get().specialties.count() == 1
