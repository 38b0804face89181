"""Submitting a draft and asking to reconfirm a live answer."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.actions import drafting
from articles.enums import ChangeClass
from articles.models import Article, AuditEvent, Revision
from reviews.enums import AfterApproval, State
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f
from tests.reviews.desk.editors import EDITING, ROLES, address, article, signed_in, typed

pytestmark = pytest.mark.django_db


def filled(of: Article, *reviewers: Reviewer, **changed: str) -> dict[str, object]:
    """The form as an editor fills it in."""
    return {
        "draft_version": of.draft_version,
        "change_note": "New treatments.",
        "change_class": "material",
        "reviewers": [reviewer.pk for reviewer in reviewers],
        "due_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "after_approval": "publish",
        **changed,
    }


def test_submitting_freezes_the_draft_and_asks_the_reviewers() -> None:
    written, editor = article(), f.user("Editors")
    one, two = f.reviewer(), f.reviewer()
    data = filled(written, one, two, after_approval="hold")
    response = signed_in(editor).post(address(written, "submit"), data, follow=True)
    request = ReviewRequest.objects.get(article=written)
    assert set(request.reviewers.all()) == {one, two}
    assert (request.state, request.after_approval) == (State.IN_REVIEW, AfterApproval.HOLD)
    assert (request.opened_by, request.due_on.isoformat()) == (editor, data["due_on"])
    assert request.revision.change_note == "New treatments."
    assert response.redirect_chain == [(address(written), 302)]
    told = [str(message) for message in response.context["messages"]]
    assert told == [
        f"Version 1 is now with {', '.join(sorted((one.name, two.name)))}, "
        "who are asked to answer by "
        f"{date_format(request.due_on)}. 1 signature is enough: whoever signs first decides. "
        "Once approved it waits for a publisher."
    ]


def test_an_editor_declares_a_conflict_and_the_reviewer_sees_it() -> None:
    written, reviewer = article(), f.reviewer()
    client = signed_in(f.user("Editors"))
    page = client.get(address(written, "submit")).content.decode()
    assert "Your own conflict of interest with this answer, if you have one" in page
    assert "within the last 36 months you, or a close relative" in page
    data = filled(written, reviewer, conflict_note=" My sister runs the trial. ")
    client.post(address(written, "submit"), data)
    request = ReviewRequest.objects.get(article=written)
    assert request.conflict_note == "My sister runs the trial."
    event = AuditEvent.objects.get(verb="asked for review")
    assert json.loads(event.detail)["conflict_note"] == "My sister runs the trial."
    shown = signed_in(reviewer.user).get(request.get_absolute_url()).content.decode()
    declared = "<dt>Conflict of interest of who asked</dt><dd>My sister runs the trial.</dd>"
    assert declared in shown
    record = reverse("admin:articles_article_evidence", args=[written.pk])
    told = "<dt>Conflict of interest</dt><dd>My sister runs the trial.</dd>"
    assert told in client.get(record).content.decode()


def test_what_was_declared_never_changes() -> None:
    request = f.request()
    change = ReviewRequest.objects.filter(pk=request.pk)
    with pytest.raises(IntegrityError, match="only the state, due date and priority of a request"):
        change.update(conflict_note="None at all.")


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_submits(role: str) -> None:
    written = article()
    signed_in(f.user(role)).post(address(written, "submit"), filled(written, f.reviewer()))
    assert Revision.objects.filter(article=written).exists() == (role in EDITING)


def test_submitting_needs_the_csrf_token() -> None:
    written = article()
    client = signed_in(f.user("Editors"), strict=True)
    response = client.post(address(written, "submit"), filled(written, f.reviewer()))
    assert response.status_code == 403
    assert not Revision.objects.exists()


def test_what_is_missing_blocks_by_name() -> None:
    written = article(short_answer="", body="x[^gone]")
    client = signed_in(f.user("Editors"))
    named = ["Short answer: it is empty.", "Body, line 1: citation [^gone] is not in the sources."]
    page = client.get(address(written, "submit")).content.decode()
    assert all(sentence in page for sentence in named)
    response = client.post(address(written, "submit"), filled(written, f.reviewer()))
    assert response.context["form"].non_field_errors() == named
    assert not Revision.objects.exists()


def test_editor_with_javascript_or_without_saves_and_goes_on_to_submit() -> None:
    written = article()
    data = typed(written, question="Is it new?", _submit="1")
    response = signed_in(f.user("Editors")).post(address(written), data)
    assert response["Location"] == address(written, "submit")
    assert Article.objects.get(pk=written.pk).question == "Is it new?"


def test_class_cannot_undercut_its_floor() -> None:
    written = article()
    client = signed_in(f.user("Editors"))
    data = filled(written, f.reviewer(), change_class="wording")
    response = client.post(address(written, "submit"), data)
    assert response.context["form"].errors == {
        "change_class": ["It is material: Nothing of this answer is live."]
    }
    page = client.get(address(written, "submit")).content.decode()
    assert "Nothing of this answer is live. So it is at least: Material." in page


def test_wording_may_be_called_wording_or_material() -> None:
    live = f.published(at=timezone.now())
    client = signed_in(f.user("Editors"))
    client.post(address(live), typed(live, body="## Used first?\n\nDoctors calm it.[^smith]"))
    live.refresh_from_db()
    client.post(address(live, "submit"), filled(live, f.reviewer(), change_class="wording"))
    newest = live.revisions.order_by("pk").last()
    assert newest
    assert (newest.number, newest.proposed_class) == (2, ChangeClass.WORDING)


def test_only_reviewers_who_may_sign_it_are_offered() -> None:
    able, writer = f.reviewer(), f.reviewer(user=f.user("Editors"))
    today = timezone.localdate()
    f.reviewer(suspended=True)
    f.reviewer(valid_until=today - timedelta(days=1))
    unverified = {"verified_by": None, "verification": "", "valid_until": None}
    Reviewer.objects.filter(pk=f.reviewer().pk).update(**unverified)
    f.reviewer(user=f.user("Editors"))  # no longer in the group
    both = f.user("Editors")
    both.groups.set(able.user.groups.all() | both.groups.all())
    submitter = f.reviewer(user=both)
    writer.user.groups.set(both.groups.all())
    written = f.article(by=writer.user, at=timezone.now())
    response = signed_in(submitter.user).get(address(written, "submit"))
    offered = list(response.context["form"].fields["reviewers"].queryset)
    assert offered == [able]
    data = filled(written, writer)
    signed_in(submitter.user).post(address(written, "submit"), data)
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"change_note": "  "}, "change_note"),
        ({"change_note": "x" * 501}, "change_note"),
        ({"change_class": "tiny"}, "change_class"),
        ({"after_approval": "never"}, "after_approval"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"reviewers": "x"}, "reviewers"),
    ],
)
def test_each_answer_is_checked(changed: dict[str, str], field: str) -> None:
    written = article()
    data = filled(written, f.reviewer(), **changed)
    response = signed_in(f.user("Editors")).post(address(written, "submit"), data)
    assert list(response.context["form"].errors) == [field]
    assert not Revision.objects.exists()


def test_draft_that_moved_on_is_shown_again_before_it_is_submitted() -> None:
    written = article()
    data = filled(written, f.reviewer())
    newer = f.draft(question="Is it new?")
    drafting.save_draft(
        written.pk, newer, expected_version=1, by=f.user("Editors"), at=timezone.now()
    )
    response = signed_in(f.user("Editors")).post(address(written, "submit"), data)
    page = response.content.decode()
    assert "Somebody else saved this draft after you opened it." in page
    assert 'name="draft_version" value="2"' in page
    assert "New treatments.</textarea>" in page
    assert not Revision.objects.exists()


def test_live_words_are_not_submitted_again() -> None:
    live = f.published(at=timezone.now())
    response = signed_in(f.user("Editors")).post(
        address(live, "submit"), filled(live, f.reviewer())
    )
    assert response.context["form"].non_field_errors() == [
        "These are exactly the words that are live, so there is no new version."
    ]


def test_newer_submission_takes_the_place_of_the_open_one() -> None:
    first = f.request(article(), at=timezone.now())
    client, written = signed_in(f.user("Editors")), first.article
    client.post(address(written), typed(written, question="Is it new?"))
    written.refresh_from_db()
    page = client.get(address(written, "submit")).content.decode()
    assert "Version 1 is still under way. Submitting takes its place." in page
    client.post(address(written, "submit"), filled(written, f.reviewer()))
    states = ReviewRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.STALE, State.IN_REVIEW]


def test_reconfirming_asks_for_the_live_version() -> None:
    live, asked = f.published(at=timezone.now()), f.reviewer()
    data = {"reviewers": [asked.pk], "due_on": timezone.localdate().isoformat()}
    response = signed_in(f.user("Editors")).post(address(live, "reconfirm"), data, follow=True)
    request = ReviewRequest.objects.open().get(article=live)
    assert live.live
    assert request.revision == live.live.revision
    assert [str(message) for message in response.context["messages"]] == [
        f"Version 1 is now with {asked.name}, who is asked to answer by "
        f"{date_format(request.due_on)}. "
        "It is published as soon as it is approved."
    ]


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_asks_to_reconfirm(role: str) -> None:
    live = f.published(at=timezone.now())
    data = {"reviewers": [f.reviewer().pk], "due_on": timezone.localdate().isoformat()}
    signed_in(f.user(role)).post(address(live, "reconfirm"), data)
    assert ReviewRequest.objects.open().exists() == (role in EDITING)


def test_nothing_live_is_not_reconfirmed() -> None:
    data = {"reviewers": [f.reviewer().pk], "due_on": timezone.localdate().isoformat()}
    response = signed_in(f.user("Editors")).post(address(article(), "reconfirm"), data)
    assert "Nothing is live, so there is nothing to reconfirm." in response.content.decode()
    assert not ReviewRequest.objects.exists()
