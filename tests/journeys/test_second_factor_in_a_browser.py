"""Setting up and using a passkey and an app, with a virtual authenticator in Chromium."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from reviews.models import ReviewRecord
from tests import factories as f
from tests.browser import axe_violations

pytestmark = pytest.mark.django_db(transaction=True)

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_passkeys(page: Page) -> Page:
    """The page in a browser whose device keeps passkeys and always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def sign_in(page: Page, username: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(f.PASSWORD)
    page.get_by_role("button", name="Log in").click()


def shown(secret: str) -> str:
    """What an app shows now; waits where the code is about to change."""
    if time.time() % 30 > 25:
        time.sleep(6)
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def passkey(page: Page, button: str) -> None:
    """Presses a button that asks for a passkey, once the page's script listens to it."""
    found = page.get_by_role("button", name=button)
    expect(found).to_be_visible()
    page.wait_for_load_state()
    found.click()


def confirm_password(page: Page) -> None:
    page.get_by_label("Password").fill(f.PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def fits_and_is_accessible(page: Page) -> bool:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert (page.url, axe_violations(page)) == (page.url, [])
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_passkey_is_set_up_and_signs_in(page: Page) -> None:
    editor = f.user("Editors")
    with_passkeys(page)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, editor.username)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    assert fits_and_is_accessible(page)
    page.get_by_role("link", name="Add a passkey").click()
    assert fits_and_is_accessible(page)
    confirm_password(page)
    assert fits_and_is_accessible(page)
    passkey(page, "Add the passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert fits_and_is_accessible(page)
    page.get_by_role("link", name="Go on to the desk").click()
    passkey(page, "Use a passkey")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    sign_in(page, editor.username)
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    assert fits_and_is_accessible(page)
    passkey(page, "Use a passkey")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def test_app_is_set_up_without_javascript(page_without_js: Page) -> None:
    page, editor = page_without_js, f.user("Editors")
    sign_in(page, editor.username)
    page.get_by_role("link", name="Set up an app").click()
    confirm_password(page)
    expect(page.locator("img.qr")).to_be_visible()
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(shown(secret))
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("link", name="Go on to the desk").click()
    page.get_by_label("Code").fill(shown(secret))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def test_a_demonstration_asks_for_nothing_more(page: Page, settings: Settings) -> None:
    settings.DEMO = True
    sign_in(page, f.user("Editors").username)
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_text("In this demonstration the password is enough.")).to_be_visible()
    assert fits_and_is_accessible(page)
    page.goto("/admin/account/app/add/")
    confirm_password(page)
    expect(page.locator("img.qr")).to_be_visible()
    assert fits_and_is_accessible(page)


def test_reviewer_signs_with_a_passkey_in_place_of_the_password(page: Page) -> None:
    reviewer = f.reviewer()
    review = f.request(reviewers=[reviewer], at=timezone.now() - timedelta(hours=1))
    with_passkeys(page)
    sign_in(page, reviewer.user.username)
    page.get_by_role("link", name="Add a passkey").click()
    confirm_password(page)
    passkey(page, "Add the passkey")
    page.get_by_role("link", name="Go on to the desk").click()
    passkey(page, "Use a passkey")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    page.goto(review.get_absolute_url())
    for box in page.locator("input[name=checklist]").all():
        box.check()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Comment, or what has to change").fill("Well put.")
    page.get_by_role("button", name="Sign…").click()
    expect(page.locator(".sentence")).to_be_visible()
    assert fits_and_is_accessible(page)
    passkey(page, "Use a passkey instead of the password")
    expect(page.locator(".messagelist")).to_be_visible()
    record = ReviewRecord.objects.get()
    assert (record.reauthenticated, record.comment) == ("passkey", "Well put.")
    page.goto(f"/admin/answers/{review.article_id}/withdraw/")
    page.get_by_label("Reason").fill("A dose was wrong.")
    page.get_by_label("Notice").fill("We are checking it.")
    passkey(page, "Use a passkey instead of the password")
    expect(page.get_by_text("It is withdrawn")).to_be_visible()
