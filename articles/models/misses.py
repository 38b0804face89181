"""Searches that found nothing, counted without anybody behind them."""

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

# So many searches, before anybody may read what was searched for.
SHOWN_FROM = 5


class MissedSearchQuerySet(models.QuerySet["MissedSearch"]):
    def shown(self) -> "MissedSearchQuerySet":
        """Those made often enough to point at nobody, most wanted first."""
        return self.filter(times__gte=SHOWN_FROM).exclude(words="").order_by(F("times").desc())


class MissedSearch(models.Model):
    """How often one search found nothing in one month.

    `key` is a keyed hash of the words; the words themselves stand here only from the fifth time
    on. Nothing says who searched, or when in the month.
    """

    key = models.CharField(_("key"), max_length=64)
    language = models.CharField(_("language"), max_length=8)
    month = models.DateField(_("month"))
    times = models.PositiveIntegerField(_("times"), default=0)
    words = models.CharField(_("words"), max_length=80, blank=True)

    objects = MissedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering: ClassVar = ["-month", "-times"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "month"], name="search_counted_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(words="") | models.Q(times__gte=SHOWN_FROM),
                name="words_of_a_search_only_when_enough_people_made_it",
            ),
        ]

    def __str__(self) -> str:
        return self.words or self.key[:8]
