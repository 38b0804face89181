"""The five roles of the security design, each against each right; nobody is above four eyes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from articles import policies as article_policies
from reviews import policies
from reviews.enums import Scope
from reviews.models import Reviewer, ReviewRequest
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
WHOLE, CHANGES = Scope.WHOLE_PAGE, Scope.CHANGES_ONLY
RIGHTS = ("may_create", "may_edit", "may_publish", "may_withdraw")


@pytest.mark.parametrize(
    ("role", "granted"),
    [
        ("", ()),
        ("Editors", ("may_create", "may_edit", "may_withdraw")),
        ("Reviewers", ("may_withdraw",)),
        ("Publishers", RIGHTS),
        ("Administrators", RIGHTS),
    ],
)
def test_each_role_has_its_rights_and_no_other(role: str, granted: tuple[str, ...]) -> None:
    person = factories.user(role)
    assert tuple(r for r in RIGHTS if getattr(article_policies, r)(person)) == granted


@pytest.mark.parametrize("role", ["Administrators", "superuser"])
def test_a_deactivated_account_has_no_right(role: str) -> None:
    superuser = role == "superuser"
    person = factories.user("" if superuser else role, superuser=superuser)
    assert article_policies.may_publish(person)
    person.is_active = False
    assert not any(getattr(article_policies, right)(person) for right in RIGHTS)


def test_nobody_in_particular_has_no_right() -> None:
    reader, request = AnonymousUser(), factories.request()
    assert not any(getattr(article_policies, right)(reader) for right in RIGHTS)
    assert not policies.may_see(reader, request, on=TODAY)
    assert policies.reviewer_of(reader) is None


def why(reviewer: Reviewer | None, request: ReviewRequest, scope: Scope = WHOLE) -> str:
    fresh = Reviewer.objects.get(pk=reviewer.pk) if reviewer else None
    return policies.why_not_decide(fresh, request, scope=scope, on=TODAY)


def test_who_was_asked_and_wrote_nothing_may_decide() -> None:
    request = factories.request()
    assert why(request.reviewers.get(), request) == ""


@pytest.mark.parametrize("role", ["Editors", "Publishers", "Administrators", ""])
def test_other_roles_do_not_decide_even_with_a_profile(role: str) -> None:
    request = factories.request()
    profile = factories.reviewer(user=factories.user(role))
    factories.assigned(request, profile)
    assert policies.reviewer_of(profile.user) == profile
    assert why(profile, request) == "Only reviewers decide."
    assert why(None, request) == "Only reviewers decide."


def test_a_superuser_decides_only_as_a_verified_reviewer() -> None:
    superuser, request = factories.user(superuser=True), factories.request()
    assert policies.reviewer_of(superuser) is None
    profile = factories.reviewer(user=superuser)
    Reviewer.objects.filter(pk=profile.pk).update(verified_by=None, valid_until=None)
    factories.assigned(request, profile)
    assert "verification as a reviewer is missing" in why(profile, request)


def test_a_superuser_is_not_exempt_from_four_eyes() -> None:
    profile = factories.reviewer(user=factories.user(superuser=True))
    request = factories.request(factories.article(by=profile.user))
    factories.assigned(request, profile)
    assert "You wrote part of this version" in why(profile, request)
    assert "You wrote part of this version" in why(profile, request, CHANGES)


def test_an_earlier_editor_decides_about_later_changes_only() -> None:
    profile = factories.reviewer()
    profile.user.groups.add(*factories.user("Editors").groups.all())
    article = factories.published(factories.article(by=profile.user))
    request = factories.request(factories.save(article, body=article.body + " Please."))
    factories.assigned(request, profile)
    assert "You have edited this answer" in why(profile, request, WHOLE)
    assert why(profile, request, CHANGES) == ""


@pytest.mark.parametrize(
    ("fields", "able"),
    [
        ({}, True),
        ({"valid_until": TODAY}, True),
        ({"valid_until": TODAY - timedelta(days=1)}, False),
        ({"suspended": True}, False),
        ({"verified_by": None, "valid_until": None}, False),
    ],
)
def test_able_to_sign_says_the_same_in_python_and_in_the_database(
    fields: dict[str, object], able: bool
) -> None:
    profile = factories.reviewer()
    Reviewer.objects.filter(pk=profile.pk).update(**fields)
    profile.refresh_from_db()
    assert profile.may_sign_on(TODAY) is able
    assert Reviewer.objects.able_to_sign(on=TODAY).exists() is able


def test_a_deactivated_reviewer_is_not_able_to_sign() -> None:
    profile = factories.reviewer()
    profile.user.is_active = False
    profile.user.save()
    assert not profile.may_sign_on(TODAY)
    assert not Reviewer.objects.able_to_sign(on=TODAY).exists()


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("Editors", True),
        ("Publishers", True),
        ("Administrators", True),
        ("Reviewers", False),
        ("", False),
    ],
)
def test_submitted_work_is_seen_by_editors_and_those_asked(role: str, seen: bool) -> None:
    request = factories.request()
    assert policies.may_see(factories.user(role), request, on=TODAY) is seen
    assert policies.may_see(request.reviewers.get().user, request, on=TODAY)


def test_a_deactivated_reviewer_sees_nothing() -> None:
    request = factories.request()
    person = request.reviewers.get().user
    person.is_active = False
    assert not policies.may_see(person, request, on=TODAY)
