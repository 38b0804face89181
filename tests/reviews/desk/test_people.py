import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone

from articles.models import AuditEvent
from reviews.models import Reviewer
from tests import factories as f
from tests.reviews.desk.helpers import as_role, signed_in
from tests.test_four_eyes import refused

pytestmark = pytest.mark.django_db

ADD = "/admin/reviews/reviewer/add/"


def change(reviewer: Reviewer) -> str:
    return f"/admin/reviews/reviewer/{reviewer.pk}/change/"


def profile(**fields: object) -> dict[str, object]:
    return {
        "name": "Dr New",
        "slug": "dr-new",
        "credentials": "MD",
        "register": "Register of examples",
        "registration_number": "7",
        "standing_conflicts": "None declared",
        "verification": "Saw the certificate.",
        "valid_until": (timezone.localdate() + timedelta(days=300)).isoformat(),
        **fields,
    }


def profile_of(reviewer: Reviewer, **fields: object) -> dict[str, object]:
    names = [name for name in profile() if name != "valid_until"]
    kept = {name: getattr(reviewer, name) for name in names}
    until = reviewer.valid_until.isoformat() if reviewer.valid_until else ""
    own = [specialty.pk for specialty in reviewer.specialties.all()]
    return {**kept, "specialties": own, "valid_until": until, **fields}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("outsider", 302),
        ("staff", 403),
        ("Reviewers", 403),
        ("Editors", 403),
        ("Publishers", 403),
        ("Administrators", 200),
        ("superuser", 200),
    ],
)
def test_only_administrators_manage_reviewers(role: str, status: int) -> None:
    reviewer = f.reviewer()
    client = as_role(role)
    assert client.get(ADD).status_code == status
    answer = client.post(change(reviewer), profile_of(reviewer, credentials="Professor"))
    reviewer.refresh_from_db()
    assert (reviewer.credentials == "Professor") is (status == 200)
    assert answer.status_code == (302 if status == 200 else status)


def test_the_right_to_change_profiles_is_none_to_verify_them() -> None:
    reviewer, clerk = f.reviewer(), f.user()
    clerk.is_staff = True
    clerk.save()
    names = ("add_reviewer", "change_reviewer", "view_reviewer")
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = signed_in(clerk)
    assert client.get(ADD).status_code == 403
    answer = client.post(change(reviewer), profile_of(reviewer, credentials="Professor"))
    assert answer.status_code == 403
    assert Reviewer.objects.get().credentials == "MD"


def test_who_fills_in_a_verification_is_its_verifier_and_it_is_audited() -> None:
    administrator, other = f.user("Administrators"), f.user("Administrators")
    user = f.user("Reviewers")
    # The verifier is never chosen: that field is forged.
    data = profile(user=user.pk, verified_by=other.pk)
    assert signed_in(administrator).post(ADD, data).status_code == 302
    reviewer = Reviewer.objects.get()
    assert (reviewer.user, reviewer.verified_by) == (user, administrator)
    event = AuditEvent.objects.get()
    assert (event.verb, event.object, event.actor) == (
        "added",
        f"reviewer:{reviewer.pk}",
        administrator,
    )


def test_saving_a_reviewer_whose_account_cannot_sign_says_what_it_lacks() -> None:
    new, closed, ready = f.user(), f.user("Reviewers"), f.user("Reviewers")
    closed.is_active = False
    closed.save()
    client = as_role("Administrators")
    warned = {}
    for number, user in enumerate((new, closed, ready)):
        data = profile(
            user=user.pk, slug=f"dr-{number}", name="<Dr New>", registration_number=number
        )
        answer = client.post(ADD, data, follow=True)
        told = [m.message for m in answer.context["messages"] if m.level_tag == "warning"]
        link = f' <a href="/admin/auth/user/{user.pk}/change/">Change the account</a>'
        name = f"&lt;Dr New&gt; cannot sign with the account “{user}”. "
        warned[user] = [text.removeprefix(name).removesuffix(link) for text in told]
    assert warned == {
        new: [
            "It has no staff status, so they cannot sign in. It is not in the group “Reviewers”."
        ],
        closed: ["It is not active."],
        ready: [],
    }
    new.refresh_from_db()
    assert (new.is_staff, new.groups.count()) == (False, 0)
    suspended = profile_of(new.reviewer, suspended="on")
    answer = client.post(change(new.reviewer), suspended, follow=True)
    assert [m.level_tag for m in answer.context["messages"]] == ["success"]


def test_administrator_neither_adds_nor_changes_their_own_profile() -> None:
    administrator = f.user("Administrators")
    client = signed_in(administrator)
    answer = client.post(ADD, profile(user=administrator.pk))
    assert "Somebody else has to add and verify you." in answer.content.decode()
    assert not Reviewer.objects.exists()
    reviewer = f.reviewer(user=administrator)
    later = profile_of(reviewer, valid_until="2099-01-01")
    assert client.post(change(reviewer), later).status_code == 403


def test_user_of_a_reviewer_never_changes() -> None:
    reviewer = f.reviewer()
    user = reviewer.user
    data = profile_of(reviewer, user=f.user().pk, name="Dr Renamed")
    assert as_role("Administrators").post(change(reviewer), data).status_code == 302
    reviewer.refresh_from_db()
    assert (reviewer.name, reviewer.user) == ("Dr Renamed", user)


def test_changed_credentials_are_vouched_for_by_who_changed_them() -> None:
    reviewer = f.reviewer()
    first = reviewer.verified_by
    administrator = f.user("Administrators")
    client = signed_in(administrator)
    client.post(change(reviewer), profile_of(reviewer, suspended="on"))
    reviewer.refresh_from_db()
    assert (reviewer.suspended, reviewer.verified_by) == (True, first)
    client.post(change(reviewer), profile_of(reviewer, suspended="on", credentials="MD, PhD"))
    reviewer.refresh_from_db()
    assert reviewer.verified_by == administrator


def test_verification_says_on_which_evidence_and_until_when() -> None:
    user = f.user("Reviewers")
    client = as_role("Administrators")
    for half in ({"verification": " "}, {"valid_until": ""}):
        answer = client.post(ADD, profile(user=user.pk, **half))
        assert "verification" in answer.context["adminform"].form.errors
    empty = profile(user=user.pk, verification="", valid_until="")
    assert client.post(ADD, empty).status_code == 302
    assert Reviewer.objects.get().verified_by is None


@pytest.mark.parametrize("role", ["Administrators", "superuser"])
def test_reviewer_is_never_deleted(role: str) -> None:
    reviewer = f.reviewer()
    client = as_role(role)
    address = f"/admin/reviews/reviewer/{reviewer.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [reviewer.pk], "post": "yes"}
    client.post("/admin/reviews/reviewer/", bulk)
    assert Reviewer.objects.filter(pk=reviewer.pk).exists()


def test_user_with_evidence_is_not_deleted_not_even_by_a_superuser() -> None:
    editor = f.user("Editors")
    f.article(by=editor)
    other = f.user("Editors")
    superuser = as_role("superuser")
    for user in (editor, other):
        superuser.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"})
    bulk = {"action": "delete_selected", "_selected_action": [editor.pk], "post": "yes"}
    superuser.post("/admin/auth/user/", bulk)
    assert [User.objects.filter(pk=user.pk).exists() for user in (editor, other)] == [True, False]
    assert AuditEvent.objects.latest().verb == "deleted"


@pytest.mark.parametrize("role", ["staff", "Reviewers", "Editors", "Publishers"])
def test_accounts_are_for_administrators(role: str) -> None:
    user = f.user()
    client = as_role(role)
    for address in ("", "add/", f"{user.pk}/change/", f"{user.pk}/password/"):
        assert client.get(f"/admin/auth/user/{address}").status_code == 403


def account(user: User, **fields: object) -> dict[str, object]:
    kept = {"username": user.username, "first_name": "", "last_name": "", "email": ""}
    return {**kept, "is_active": "on", "is_staff": "on", **fields}


def test_administrator_gives_roles_and_it_is_audited() -> None:
    user = f.user("Editors")
    group = Group.objects.get(name="Reviewers")
    data = account(user, groups=[group.pk])
    client = as_role("Administrators")
    assert client.post(f"/admin/auth/user/{user.pk}/change/", data).status_code == 302
    assert [g.name for g in user.groups.all()] == ["Reviewers"]
    event = AuditEvent.objects.get()
    assert (event.verb, event.object) == ("changed", f"user:{user.pk}")
    assert "groups" in json.loads(event.detail)["fields"]


def test_administrator_makes_nobody_a_superuser_and_changes_none() -> None:
    administrator = f.user("Administrators")
    client = signed_in(administrator)
    for user in (administrator, f.user("Editors")):
        data = account(user, is_superuser="on", user_permissions=["1"])
        assert client.post(f"/admin/auth/user/{user.pk}/change/", data).status_code == 302
        user.refresh_from_db()
        assert (user.is_superuser, user.user_permissions.count()) == (False, 0)
    root = f.user(superuser=True)
    passwords = {"password1": "taken over now", "password2": "taken over now"}
    assert client.post(f"/admin/auth/user/{root.pk}/change/", account(root)).status_code == 403
    assert client.post(f"/admin/auth/user/{root.pk}/password/", passwords).status_code == 403
    root.refresh_from_db()
    assert root.check_password(f.PASSWORD)


def test_administrator_gives_themselves_no_role() -> None:
    administrator = f.user("Administrators")
    data = account(administrator, groups=[Group.objects.get(name="Reviewers").pk])
    signed_in(administrator).post(f"/admin/auth/user/{administrator.pk}/change/", data)
    assert [g.name for g in administrator.groups.all()] == ["Administrators"]


def test_password_set_by_an_administrator_is_audited() -> None:
    user = f.user("Editors")
    data = {"password1": "a brand new phrase", "password2": "a brand new phrase"}
    client = as_role("Administrators")
    client.post(f"/admin/auth/user/{user.pk}/password/", data)
    user.refresh_from_db()
    assert user.check_password("a brand new phrase")
    event = AuditEvent.objects.get()
    assert (event.verb, event.object) == ("set password", f"user:{user.pk}")


def test_the_address_of_a_reviewer_is_fixed_once_they_signed() -> None:
    reviewer, client = f.reviewer(), as_role("Administrators")
    client.post(change(reviewer), profile_of(reviewer, slug="dr-other"))
    reviewer.refresh_from_db()
    assert reviewer.slug == "dr-other"
    f.published(by=reviewer)
    client.post(change(reviewer), profile_of(reviewer, slug="dr-third", credentials="Professor"))
    reviewer.refresh_from_db()
    assert (reviewer.slug, reviewer.credentials) == ("dr-other", "Professor")
    reviewer.slug = "dr-third"
    assert "keeps their address" in refused(reviewer.save)
