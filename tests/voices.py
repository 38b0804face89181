"""Voices to test with, made by the actions that make the real ones."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles.actions import feedback, sitetexts, voices
from articles.actions.voices import Story, seen_as
from articles.enums import SiteTextKind, VoiceRule
from articles.models import Article, Experience, Feedback, SiteText
from articles.views import open_forms
from tests import factories as f

WORDS = "Waiting was the hardest part, and my sister helped me through it."
DANGER = "Some days I want to die, and I do not know whom to tell about it."
OURS = {"sec-fetch-site": "same-origin"}
_numbers = count(1)


def consent(text: str = "You agree that we show your text.") -> SiteText:
    """A new version of the consent text."""
    return sitetexts.publish(
        SiteTextKind.CONSENT, text, signed_by="Dr Example", by=f.user("Editors"), at=f.NOW
    )


def story(**fields: str) -> Story:
    """A story by somebody with the condition, under a name of their own."""
    values = {"pseudonym": f"Name {next(_numbers)}", "relation": "person", "text": WORDS}
    return Story(**{**values, **fields})


def shared(
    on: Article, told: Story | None = None, *, token: str = "", at: datetime = f.NOW
) -> Experience:
    """An experience that waits for an editor."""
    agreed = SiteText.objects.filter(kind=SiteTextKind.CONSENT).last() or consent()
    return voices.share(
        on.pk,
        told or story(),
        adult=True,
        consent_id=agreed.pk,
        token=token or f"token {next(_numbers)}",
        at=at,
    )


def published(
    on: Article,
    told: Story | None = None,
    *,
    token: str = "",
    by: User | None = None,
    at: datetime = f.NOW,
) -> Experience:
    """An experience that readers see."""
    return decided(shared(on, told, token=token, at=at), by=by, at=at)


def decided(experience: Experience, *, by: User | None = None, at: datetime = f.NOW) -> Experience:
    """The experience after an editor published it."""
    return voices.publish(
        experience.pk,
        seen=seen_as(experience),
        confirmed=VoiceRule.values,
        lead_told=True,
        by=by or f.user("Editors"),
        at=at,
    )


def declined(experience: Experience, *, by: User | None = None) -> Experience:
    """The experience after an editor declined it, or took it down."""
    return voices.decline(
        experience.pk,
        seen=seen_as(experience),
        rule=VoiceRule.DOSE,
        message="It names a dose.",
        lead_told=True,
        by=by or f.user("Editors"),
        at=f.NOW,
    )


def to_shorten(experience: Experience) -> Experience:
    """The experience after an editor asked for a shorter text."""
    return voices.ask_to_shorten(
        experience.pk,
        seen=seen_as(experience),
        message="Please leave the dose out.",
        lead_told=True,
        by=f.user("Editors"),
        at=f.NOW,
    )


def asked(about: Article, text: str, *, language: str = "en", at: datetime = f.NOW) -> Feedback:
    """A question about the article's condition that waits for an editor."""
    token = f"token {next(_numbers)}"
    return feedback.ask(about.condition_id, text, language=language, token=token, at=at)


def reported(on: Article, text: str, *, token: str = "", at: datetime = f.NOW) -> Feedback:
    """A report about the words of the article that readers see."""
    token = token or f"token {next(_numbers)}"
    return feedback.report(on.pk, text, sha256=seen(on), token=token, at=at)


def seen(article: Article) -> str:
    """The hash of the words that readers of the answer have before them."""
    return f.live(article).revision.sha256


def address(of: Article, name: str) -> str:
    """The address of a form on the article's page."""
    return reverse(f"articles:{name}", args=[of.condition.slug, of.slug])


def filled_in(path: str, *, at: datetime, **fields: Any) -> dict[str, Any]:
    """What a browser posts from a form that was opened five seconds before."""
    opened = at - timedelta(seconds=5)
    request = type("Opened", (), {"path": path})()
    return {open_forms.STAMP: open_forms._stamp(request, at=opened), **fields}


def sharing(on: Article, *, at: datetime, **fields: Any) -> dict[str, Any]:
    """What a browser posts when the form to share an experience is filled in."""
    agreed = SiteText.objects.filter(kind=SiteTextKind.CONSENT).last() or consent()
    values = {
        "pseudonym": f"Name {next(_numbers)}",
        "relation": "person",
        "text": WORDS,
        "adult": "on",
        "consent": "on",
        "consent_version": agreed.pk,
    }
    return filled_in(address(on, "share"), at=at, **{**values, **fields})


def send(client: Client, path: str, data: dict[str, Any], **headers: str) -> HttpResponse:
    """Post a form as a browser does from one of our own pages."""
    response: HttpResponse = client.post(path, data, headers={**OURS, **headers})  # type: ignore[assignment]
    return response
