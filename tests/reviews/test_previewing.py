"""Preview links: an outside expert reads one version for a while, comments, and decides nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.errors import Conflict, NotAllowed, NotReady
from articles.models import AuditEvent
from reviews.actions import previewing, requesting
from reviews.models import PreviewLink, ReviewComment, ReviewRequest
from tests import factories as f
from tests.discussing import asked, invited, objected, send
from tests.reviews.desk.helpers import as_role, signed_in
from tests.tampering import run, unguarded

pytestmark = pytest.mark.django_db
SECRET = "they try to calm it"
ENDINGS = ("expired", "revoked", "sent back", "unknown")


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW)


@pytest.fixture
def review() -> ReviewRequest:
    return f.request()


def ended(how: str, review: ReviewRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a link that no longer works, or never did."""
    link, address = invited(review, days=1)
    assert SECRET in Client().get(address).content.decode()
    if how == "expired":
        monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=1))
    elif how == "revoked":
        previewing.revoke(link.pk, by=f.user("Editors"), at=f.NOW)
    elif how == "sent back":
        objected(review)
    else:
        address = f"{address[:-3]}xx/"
    return address


def test_only_the_hash_of_the_secret_is_stored(review: ReviewRequest) -> None:
    link, address = invited(review)
    token = address.split("/")[2]
    assert len(token) == 43
    assert link.guest == "Prof. Guest"
    for model in (PreviewLink, AuditEvent):
        assert token not in repr(list(model._default_manager.values()))
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.object) == ("made preview link", f"previewlink:{link.pk}")


@pytest.mark.parametrize("role", ["", "Reviewers"])
def test_only_editors_invite_and_revoke(role: str, review: ReviewRequest) -> None:
    link, _address = invited(review)
    other = f.user(role)
    with pytest.raises(NotAllowed):
        previewing.invite(review.pk, guest="G", days=1, by=other, at=f.NOW)
    with pytest.raises(NotAllowed):
        previewing.revoke(link.pk, by=other, at=f.NOW)


@pytest.mark.parametrize(("guest", "days"), [(" ", 1), ("G", 0), ("G", 31)])
def test_a_link_names_its_guest_and_lasts_a_month_at_most(
    guest: str, days: int, review: ReviewRequest
) -> None:
    with pytest.raises(NotReady):
        previewing.invite(review.pk, guest=guest, days=days, by=f.user("Editors"), at=f.NOW)
    assert not PreviewLink.objects.exists()


def test_nobody_is_invited_to_what_is_closed_or_live_already(review: ReviewRequest) -> None:
    objected(review)
    editor = f.user("Editors")
    with pytest.raises(Conflict, match="no longer in review"):
        previewing.invite(review.pk, guest="G", days=1, by=editor, at=f.NOW)
    live = requesting.ask_to_reconfirm(
        f.published().pk, reviewers=[f.reviewer()], due_on=f.TODAY, by=editor, at=f.NOW
    )
    with pytest.raises(Conflict, match="Readers see these words already"):
        previewing.invite(live.pk, guest="G", days=1, by=editor, at=f.NOW)


def test_the_page_is_what_readers_would_see_with_a_banner_and_is_kept_nowhere(
    review: ReviewRequest,
) -> None:
    _link, address = invited(review)
    response = Client().get(address)
    html = response.content.decode()
    assert response.status_code == 200
    assert SECRET in html
    assert "not published, not reviewed" in html
    assert "for Prof. Guest, until" in html
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in html
    for for_machines in ('rel="canonical"', 'property="og:', "ld+json", 'hreflang="x-default'):
        assert for_machines not in html
    assert html.count(address) == 1  # the form's
    kept = response.headers["Cache-Control"]
    assert ("no-store" in kept, "private" in kept) == (True, True)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in html


def test_a_draft_edited_after_submission_does_not_reach_the_guest(review: ReviewRequest) -> None:
    _link, address = invited(review)
    f.save(review.article, body="Slipped in later.[^smith]")
    assert "Slipped in later." not in Client().get(address).content.decode()


@pytest.mark.parametrize("how", ENDINGS)
def test_a_link_that_ended_shows_the_same_page_as_one_that_never_was(
    how: str, review: ReviewRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = ended(how, review, monkeypatch)
    unknown = Client().get(f"/preview/{'x' * 43}/")
    for response in (Client().get(address), send(address)):
        assert response.status_code == unknown.status_code == 404
        assert response.content == unknown.content
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert SECRET not in response.content.decode()
    assert not ReviewComment.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("outsider", 302),
        ("staff", 403),
        ("Reviewers", 403),
        ("Editors", 200),
        ("Publishers", 200),
        ("Administrators", 200),
    ],
)
def test_guests_are_invited_at_the_desk_by_editors(
    role: str, status: int, review: ReviewRequest, settings: Settings
) -> None:
    settings.DEMO = True
    client, desk = as_role(role), f"{review.get_absolute_url()}".replace("change", "guests")
    assert client.get(desk).status_code == status
    response = client.post(desk, {"guest": "Prof. Guest", "days": "7"})
    assert response.status_code == status
    assert PreviewLink.objects.exists() == (status == 200)
    if status != 200:
        return
    html = response.content.decode()
    address = html.split('preview-address">')[1].split("<")[0]
    assert SECRET in Client().get(address).content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    token = address.split("/")[-2]
    assert token not in client.get(desk).content.decode()
    link = PreviewLink.objects.get()
    assert client.get(f"{desk}{link.pk}/revoke/").status_code == 302
    assert Client().get(address).status_code == 200
    assert client.post(f"{desk}{link.pk}/revoke/").status_code == 302
    assert Client().get(address).status_code == 404


def test_the_reviewer_who_was_asked_invites_nobody(
    review: ReviewRequest, settings: Settings
) -> None:
    settings.DEMO = True
    client = signed_in(asked(review).user)
    desk = review.get_absolute_url().replace("change", "guests")
    assert client.get(desk).status_code == 403
    assert client.post(desk, {"guest": "G", "days": "7"}).status_code == 403
    link, _address = invited(review)
    assert client.post(f"{desk}{link.pk}/revoke/").status_code == 403
    link.refresh_from_db()
    assert link.revoked_at is None


def test_a_link_changed_by_hand_is_found(review: ReviewRequest) -> None:
    link, _address = invited(review)
    previewing.revoke(link.pk, by=f.user("Editors"), at=f.NOW)
    place = f"{review.article.condition.slug}/{review.article.slug}"
    where = f"{place}, version 1, preview link of Prof. Guest"
    assert run("verify_article", place)[1] == ""
    with unguarded():
        PreviewLink.objects.update(revoked_by=None, revoked_at=None)
    assert run("verify_article", place)[0] == f"{where}: changed: it was revoked, and works again"
    with unguarded():
        PreviewLink.objects.update(token_sha256="0" * 64)
    assert run("verify_article", place)[0] == f"{where}: no audit event tells of it"
