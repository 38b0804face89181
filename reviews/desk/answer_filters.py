"""Filters of the list of answers."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.enums import Freshness
from articles.models.drafts import fresh
from reviews.desk.filters import Choice, OnFrontPage
from reviews.desk.signing import signed_in
from reviews.enums import OPEN
from reviews.frontpage import answers
from reviews.frontpage.values import Rows

PUBLIC = {
    "live": _("live"),
    "withdrawn": _("withdrawn"),
    "never": _("never published"),
}


class LanguageFilter(Choice):
    """By the language an answer is written in."""

    title = _("language")
    parameter_name = "language"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return settings.LANGUAGES

    def rule(self, request: HttpRequest, word: str) -> Q:
        return Q(language=word)


class OpenRequestFilter(Choice):
    """By the state of the open review."""

    title = _("review")
    parameter_name = "review"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [(state.value, state.label) for state in OPEN]

    def rule(self, request: HttpRequest, word: str) -> Q:
        return Q(review_state=word)


class OwnerFilter(Choice):
    """By who looks after it."""

    title = _("owner")
    parameter_name = "owner"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [("mine", _("me")), ("nobody", _("nobody"))]

    def rule(self, request: HttpRequest, word: str) -> Q:
        if word == "mine":
            return Q(owner=signed_in(request))
        return Q(owner=None) | Q(owner__is_active=False)


class PublicFilter(Choice):
    """By what readers see of it."""

    title = _("what readers see")
    parameter_name = "public"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return PUBLIC.items()

    def rule(self, request: HttpRequest, word: str) -> Q:
        return Q(public=word)


class FreshnessFilter(Choice):
    """By how current what is live is today."""

    title = _("freshness")
    parameter_name = "freshness"

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [(state.value, state.label) for state in Freshness]

    def rule(self, request: HttpRequest, word: str) -> Q:
        return fresh(Freshness(word), on=timezone.localdate())


class ListFilter(OnFrontPage):
    """By list of the front page."""

    def selections(self, request: HttpRequest) -> Iterable[Rows]:
        return answers.selections(signed_in(request), on=timezone.localdate())
