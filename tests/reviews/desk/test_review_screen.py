import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import drafts
from articles.actions import drafting
from articles.enums import ChangeClass
from articles.models import Article, AuditEvent, Publication, Source
from reviews import checklists
from reviews.enums import AfterApproval, State
from reviews.models import ReviewRecord, ReviewRequest
from tests import factories as f
from tests.reviews.desk.helpers import as_role, asked, filled_in, screen, signed_in

pytestmark = pytest.mark.django_db


def second_version(**changed: object) -> tuple[ReviewRequest, Client]:
    """A request for a changed version of a live answer, and its reviewer's browser."""
    at = timezone.now() - timedelta(days=2)
    article = f.published(at=at)
    saved = drafting.save_draft(
        article.pk,
        replace(drafts.of(article), **changed),  # type: ignore[arg-type]  # mixed values
        expected_version=article.draft_version,
        by=f.user("Editors"),
        at=at + timedelta(hours=1),
    )
    reviewer = f.reviewer()
    review = f.request(
        saved,
        reviewers=[reviewer],
        change_class=ChangeClass.WORDING,
        at=at + timedelta(hours=2),
    )
    return review, signed_in(reviewer.user)


def test_a_source_stands_under_its_key_and_its_title() -> None:
    review, client = second_version(body="New.[^smith]")
    title = Source.objects.get().title
    assert f"<summary>smith · {title}</summary>" in client.get(screen(review)).content.decode()


@pytest.mark.parametrize("name", ["change", "page"])
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("outsider", 302),
        ("staff", 403),
        ("Reviewers", 403),
        ("Editors", 200),
        ("Publishers", 200),
        ("Administrators", 200),
        ("superuser", 200),
    ],
)
def test_request_is_seen_by_editors_and_by_those_asked(role: str, status: int, name: str) -> None:
    review, reviewer = asked()
    assert as_role(role).get(screen(review, name)).status_code == status
    assert signed_in(reviewer.user).get(screen(review, name)).status_code == 200


@pytest.mark.parametrize("key", ["999999", "abc", "-1", "1%00", "9" * 40])
def test_unknown_request_is_not_found(key: str) -> None:
    client = as_role("Editors")
    address = reverse("admin:reviews_reviewrequest_changelist")
    for name in ("change", "sign", "page"):
        assert client.get(f"{address}{key}/{name}/").status_code == 404


@pytest.mark.parametrize("role", ["staff", "Reviewers", "Editors", "Publishers", "Administrators"])
def test_who_was_not_asked_cannot_decide(role: str) -> None:
    review, _reviewer = asked()
    client = as_role(role)
    for data in (
        filled_in(review, _sign=""),
        filled_in(review, _changes="", comment="No."),
    ):
        assert client.post(screen(review), data).status_code == 403
    signed = client.post(screen(review, "sign"), filled_in(review, password=f.PASSWORD))
    assert signed.status_code == 403
    assert not ReviewRecord.objects.exists()


def test_author_with_a_reviewer_profile_sees_the_reason_and_cannot_sign() -> None:
    author = f.user("Editors")
    review, _reviewer = asked(by=author)
    profile = f.reviewer(user=author)
    author.groups.add(*f.user("Reviewers").groups.all())
    f.assigned(review, profile)
    client = signed_in(author)
    shown = client.get(screen(review))
    assert shown.context["form"] is None
    assert "somebody else has to review it" in shown.content.decode()
    answer = client.post(screen(review, "sign"), filled_in(review, password=f.PASSWORD))
    assert answer.status_code == 403
    assert client.post(screen(review), filled_in(review, _sign="")).status_code == 403
    assert not ReviewRecord.objects.exists()


def test_role_revoked_in_mid_session_ends_the_review() -> None:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    assert client.get(screen(review)).context["form"] is not None
    reviewer.user.groups.clear()
    answer = client.post(screen(review, "sign"), filled_in(review, password=f.PASSWORD))
    assert answer.status_code == 403
    assert not ReviewRecord.objects.exists()


def test_suspended_reviewer_sees_why_they_cannot_decide() -> None:
    review, reviewer = asked()
    reviewer.suspended = True
    reviewer.save()
    client = signed_in(reviewer.user)
    assert "missing, over or suspended" in client.get(screen(review)).content.decode()
    assert client.post(screen(review), filled_in(review, _sign="")).status_code == 403


def test_words_that_changed_are_marked_and_the_harmful_flagged() -> None:
    review, client = second_version(short_answer=f.SHORT_ANSWER.replace("Nothing", "Not one thing"))
    shown = client.get(screen(review)).content.decode()
    assert "deleted: </span>Nothing</del>" in shown
    assert "inserted: </span>Not one thing</ins>" in shown
    assert 'class="flag">number, negation changed</small>' in shown
    assert shown.count('class="kept">') == 1


def test_script_in_a_difference_is_shown_as_words() -> None:
    words = f.SHORT_ANSWER.replace("Nothing", "<script>alert(1)</script> Nothing")
    review, client = second_version(short_answer=words)
    for name in ("change", "page"):
        shown = client.get(screen(review, name)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
        assert "<script>alert" not in shown


def test_change_class_floor_is_explained_and_cannot_be_lowered() -> None:
    review, client = second_version(short_answer=f.SHORT_ANSWER.replace("Nothing", "Not one thing"))
    shown = client.get(screen(review)).content.decode()
    assert "Short answer: number, negation changed." in shown
    assert 'value="changes_only"' not in shown
    forged = filled_in(review, _sign="", change_class="wording", scope="changes_only")
    answer = client.post(screen(review), forged)
    assert set(answer.context["form"].errors) == {"change_class", "scope"}


def test_only_the_changes_may_be_signed_where_all_is_wording() -> None:
    review, client = second_version(short_answer=f.SHORT_ANSWER.replace("plans", "prepares"))
    shown = client.get(screen(review)).content.decode()
    assert 'value="changes_only"' in shown
    assert "Only wording changed." in shown
    data = filled_in(review, scope="changes_only", change_class="wording", password=f.PASSWORD)
    client.post(screen(review, "sign"), data)
    assert ReviewRecord.objects.get(request=review).scope == "changes_only"
    review.refresh_from_db()
    assert review.state == State.PUBLISHED


def test_asking_for_changes_needs_a_reason_and_keeps_it() -> None:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    without = client.post(screen(review), filled_in(review, _changes="", comment="  "))
    assert "<p>Nothing was done yet:</p>" in without.content.decode()
    assert "Reason: say what has to change." in without.content.decode()
    assert not ReviewRecord.objects.exists()
    data = filled_in(review, _changes="", comment="Say <b>how</b> long.", checklist=[])
    del data["conflict"]
    assert client.post(screen(review), data).status_code == 302
    review.refresh_from_db()
    assert review.state == State.CHANGES_REQUESTED
    shown = as_role("Editors").get(screen(review)).content.decode()
    assert "Say &lt;b&gt;how&lt;/b&gt; long." in shown


def test_missing_points_are_named_before_the_password_is_asked() -> None:
    review, reviewer = asked()
    ticked = [key for key in checklists.items(review.article.kind) if key not in {"safe", "plain"}]
    data = filled_in(review, _sign="", checklist=ticked, conflict="yes", comment="Kept.")
    answer = signed_in(reviewer.user).post(screen(review), data)
    assert answer.context["form"].non_field_errors() == [
        "Conflict of interest: say which.",
        "Checklist: “Nothing could lead a reader to harm; emergencies are dealt with.” "
        "is not ticked.",
        "Checklist: “A person without training can understand it.” is not ticked.",
    ]
    assert "Kept." in answer.content.decode()


def test_conflict_that_disqualifies_cannot_be_signed_nor_denied() -> None:
    review, reviewer = asked()
    client = signed_in(reviewer.user)
    data = filled_in(review, _sign="", conflict_disqualifies="on")
    assert "conflict" in client.post(screen(review), data).context["form"].errors
    data |= {"conflict": "yes", "conflict_note": "Shares."}
    answer = client.post(screen(review), data)
    assert "it disqualifies you" in answer.content.decode()
    assert not ReviewRecord.objects.exists()


def test_page_as_readers_will_see_it_is_private_and_for_our_frame_only() -> None:
    review, reviewer = asked()
    response = signed_in(reviewer.user).get(screen(review, "page"))
    assert "Doctors try to calm the disease." in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_draft_edited_after_submission_does_not_reach_the_screen() -> None:
    review, reviewer = asked()
    article = review.article
    article.body = "Slipped in later."
    article.save()
    client = signed_in(reviewer.user)
    for name in ("change", "page"):
        assert "Slipped in later." not in client.get(screen(review, name)).content.decode()


def test_the_screens_are_titled_with_the_version_and_its_question() -> None:
    review, reviewer = asked()
    of = f"ersion 1 of “{review.article.question}”"
    Article.objects.update(question="What came later?")
    client = signed_in(reviewer.user)
    signing = client.post(screen(review), filled_in(review, _sign=""))
    for shown, title in ((client.get(screen(review)), f"V{of}"), (signing, f"Sign v{of}")):
        html = shown.content.decode()
        assert f"<title>{title} | " in html
        assert f"<h1>{title}</h1>" in html


@pytest.mark.parametrize(
    ("role", "status"),
    [("outsider", 302), ("staff", 403), ("Reviewers", 403), ("Editors", 403)],
)
def test_held_request_is_not_published_by_others(role: str, status: int) -> None:
    review, _reviewer = asked(after_approval=AfterApproval.HOLD)
    f.approved(review, at=timezone.now())
    assert as_role(role).post(screen(review, "publish")).status_code == status
    assert not Publication.objects.exists()


def test_publisher_is_asked_for_conflicts_and_publishes_what_was_held() -> None:
    review, _reviewer = asked(after_approval=AfterApproval.HOLD)
    f.approved(review, at=timezone.now())
    publisher = as_role("Publishers")
    html = publisher.get(screen(review, "publish")).content.decode()
    assert "Your own conflict of interest with this answer, if you have one" in html
    assert not Publication.objects.exists()
    too_long = publisher.post(screen(review, "publish"), {"conflict_note": "x" * 4001})
    assert "at most 4000 characters" in too_long.content.decode()
    assert not Publication.objects.exists()
    assert publisher.post(screen(review, "publish")).status_code == 302
    assert Publication.objects.get().revision_id == review.revision_id
    assert not AuditEvent.objects.filter(verb="declared a conflict").exists()


def test_what_a_publisher_declares_is_kept_in_the_trail_and_shown_in_the_record() -> None:
    review, _reviewer = asked(after_approval=AfterApproval.HOLD)
    f.approved(review, at=timezone.now())
    publisher = as_role("Publishers")
    publisher.post(screen(review, "publish"), {"conflict_note": " I know the author. "})
    event = AuditEvent.objects.get(verb="declared a conflict")
    kept = json.loads(event.detail)
    assert (event.object, kept) == (
        f"reviewrequest:{review.pk}",
        {"conflict_note": "I know the author."},
    )
    record = reverse("admin:articles_article_evidence", args=[review.article_id])
    assert "I know the author." in publisher.get(record).content.decode()


def test_request_that_is_not_approved_is_not_published() -> None:
    review, _reviewer = asked()
    answer = as_role("Publishers").post(screen(review, "publish"), follow=True)
    assert "This request is not waiting to be published." in answer.content.decode()
    assert not Publication.objects.exists()
