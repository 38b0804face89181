import json

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.drafts import Cited
from articles.models import AuditEvent, Condition, ConditionName, Source, Treatment
from tests import factories as f
from tests.reviews.desk.helpers import as_role, signed_in

pytestmark = pytest.mark.django_db

EMPTY_ROWS = {
    "names-TOTAL_FORMS": "0",
    "names-INITIAL_FORMS": "0",
    "codes-TOTAL_FORMS": "0",
    "codes-INITIAL_FORMS": "0",
    "organisations-TOTAL_FORMS": "0",
    "organisations-INITIAL_FORMS": "0",
}
TREATMENT = {"name": "Examplol", "slug": "examplol", "brand_names": "", "kind": "medicine"}
ADDRESSES = {
    "condition": ({"name": "New disease", "slug": "new-disease", **EMPTY_ROWS}, Condition),
    "treatment": (TREATMENT, Treatment),
    "source": ({"kind": "web_page", "title": "New", "retraction": "none"}, Source),
}


def events() -> list[tuple[str, str, str]]:
    """Verb, object and changed fields of every audit event, the oldest first."""
    return [
        (event.verb, event.object, json.loads(event.detail).get("fields", ""))
        for event in AuditEvent.objects.all()
    ]


@pytest.mark.parametrize("model", sorted(ADDRESSES))
@pytest.mark.parametrize(
    ("role", "list_status", "add_status"),
    [
        ("outsider", 302, 302),
        ("staff", 403, 403),
        ("Reviewers", 200, 403),
        ("Editors", 200, 302),
        ("Publishers", 200, 302),
        ("Administrators", 200, 302),
        ("superuser", 200, 302),
    ],
)
def test_catalogue_is_written_by_editors_and_read_by_reviewers(
    role: str, list_status: int, add_status: int, model: str
) -> None:
    data, row = ADDRESSES[model]
    client = as_role(role)
    assert client.get(f"/admin/articles/{model}/").status_code == list_status
    assert client.post(f"/admin/articles/{model}/add/", data).status_code == add_status
    may_write = (list_status, add_status) == (200, 302)
    assert row.objects.exists() is may_write  # type: ignore[attr-defined]  # each has objects
    assert AuditEvent.objects.exists() is may_write


def test_every_field_that_changed_is_in_the_audit_trail() -> None:
    treatment = f.treatment(kind="medicine")
    data = TREATMENT | {"brand_names": "Exa"}
    client = as_role("Editors")
    address = f"/admin/articles/treatment/{treatment.pk}/change/"
    assert client.post(address, data).status_code == 302
    key = f"treatment:{treatment.pk}"
    assert events() == [("changed", key, "slug, name, brand_names")]
    assert client.post(address, data).status_code == 302
    assert len(events()) == 1


def test_names_codes_and_support_are_audited_and_verified_by_who_said_so() -> None:
    condition = f.condition()
    name = condition.names.get()
    editor = f.user("Editors")
    today = timezone.localdate()
    data = {
        "name": condition.name,
        "slug": condition.slug,
        "names-TOTAL_FORMS": "2",
        "names-INITIAL_FORMS": "1",
        "names-0-id": name.pk,
        "names-0-condition": condition.pk,
        "names-0-text": "Better name",
        "names-0-relation": "exact",
        "names-0-language": "en",
        "names-0-verified_on": today,
        # A verifier is never chosen: this hidden field is forged.
        "names-0-verified_by": name.verified_by_id,
        "names-1-condition": condition.pk,
        "names-1-text": "Unsure name",
        "names-1-relation": "former",
        "names-1-language": "en",
        "codes-TOTAL_FORMS": "1",
        "codes-INITIAL_FORMS": "0",
        "codes-0-condition": condition.pk,
        "codes-0-system": "ICD-11",
        "codes-0-code": "XX00",
        "codes-0-match": "exact",
        "organisations-TOTAL_FORMS": "1",
        "organisations-INITIAL_FORMS": "0",
        "organisations-0-condition": condition.pk,
        "organisations-0-name": "Example circle",
        "organisations-0-contact": "Telephone 00 000",
        "organisations-0-checked_on": today,
    }
    address = f"/admin/articles/condition/{condition.pk}/change/"
    assert signed_in(editor).post(address, data).status_code == 302
    assert [(n.text, n.verified_by, n.verified_on) for n in condition.names.all()] == [
        ("Better name", editor, today),
        ("Unsure name", None, None),
    ]
    new = condition.names.get(text="Unsure name")
    code, support = condition.codes.get(), condition.organisations.get()
    assert events() == [
        ("changed", f"conditionname:{name.pk}", "text, verified_on"),
        ("added", f"conditionname:{new.pk}", "text, relation"),
        ("added", f"conditioncode:{code.pk}", "system, code, match"),
        ("added", f"supportorganisation:{support.pk}", "name, contact, checked_on"),
    ]


def test_a_name_of_another_condition_cannot_be_taken_over() -> None:
    mine, other = f.condition(), f.condition()
    theirs = other.names.get()
    data = {
        "name": mine.name,
        "slug": mine.slug,
        **EMPTY_ROWS,
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "1",
        "names-0-id": theirs.pk,
        "names-0-condition": mine.pk,
        "names-0-text": "Stolen",
        "names-0-relation": "exact",
        "names-0-language": "en",
    }
    as_role("Editors").post(f"/admin/articles/condition/{mine.pk}/change/", data)
    theirs.refresh_from_db()
    assert (theirs.condition, theirs.text == "Stolen") == (other, False)


@pytest.mark.parametrize(("role", "left"), [("Editors", 2), ("Administrators", 0)])
def test_only_administrators_delete_and_each_deletion_is_audited(role: str, left: int) -> None:
    one, two = f.treatment(), f.treatment()
    client = as_role(role)
    client.post(f"/admin/articles/treatment/{one.pk}/delete/", {"post": "yes"})
    bulk = {"action": "delete_selected", "_selected_action": [two.pk], "post": "yes"}
    client.post("/admin/articles/treatment/", bulk)
    assert Treatment.objects.count() == left
    deleted = [("deleted", f"treatment:{one.pk}", ""), ("deleted", f"treatment:{two.pk}", "")]
    assert events() == ([] if left else deleted)


def test_what_an_answer_rests_on_is_not_deleted() -> None:
    article = f.article()
    treatment = article.entries.get().treatment
    administrator = as_role("Administrators")
    administrator.post(f"/admin/articles/treatment/{treatment.pk}/delete/", {"post": "yes"})
    condition = article.condition
    administrator.post(f"/admin/articles/condition/{condition.pk}/delete/", {"post": "yes"})
    assert Treatment.objects.filter(pk=treatment.pk).exists()
    assert ConditionName.objects.filter(condition=condition).exists()


def test_web_address_of_a_source_is_of_the_web() -> None:
    data = {"kind": "web_page", "title": "New", "retraction": "none", "url": "javascript:alert(1)"}
    answer = as_role("Editors").post("/admin/articles/source/add/", data)
    assert "url" in answer.context["adminform"].form.errors
    assert not Source.objects.exists()


def test_treatment_leads_to_its_alert() -> None:
    treatment = f.treatment()
    for role in ("Editors", "Reviewers"):
        shown = as_role(role).get(f"/admin/articles/treatment/{treatment.pk}/change/")
        assert f'href="/admin/treatments/{treatment.pk}/alert/"' in shown.content.decode()


def test_what_the_database_refuses_comes_back_as_it_was_typed() -> None:
    article = f.published()
    data = {"name": "Renamed disease", "slug": "elsewhere", **EMPTY_ROWS}
    address = f"/admin/articles/condition/{article.condition_id}/change/"
    response = as_role("Editors").post(address, data)
    assert response.status_code == 200
    assert "was not saved: it clashes with what stands already." in response.text
    assert 'value="elsewhere"' in response.text
    article.condition.refresh_from_db()
    assert (article.condition.name, article.condition.slug) != ("Renamed disease", "elsewhere")


@pytest.mark.parametrize("what", ["source", "treatment"])
def test_what_a_version_names_stays_though_no_draft_does(what: str) -> None:
    cited, named = f.source(), f.treatment()
    draft = f.draft(citations=(Cited("smith", cited.pk),), entries=(f.entry(named),))
    article = f.published(f.article(saved=draft))
    f.save(
        article,
        citations=(Cited("smith", f.source().pk),),
        entries=(f.entry(f.treatment()),),
        by=f.user("Editors"),
    )
    row = cited if what == "source" else named
    address = f"/admin/articles/{what}/{row.pk}/delete/"
    response = signed_in(f.user("Administrators")).post(address, {"post": "yes"}, follow=True)
    told = [str(message) for message in response.context["messages"]]
    assert told == [f"“{row}” stays: a version that was submitted names it."]
    assert type(row).objects.filter(pk=row.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).delete()
