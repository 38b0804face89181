"""Counting what people searched for in vain."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from articles.models import MissedSearch
from articles.models.misses import SHOWN_FROM
from articles.search import misses


def count(*, on: date) -> int:
    """Add what was noted to the month's counts, and forget what is a year old.

    Returns how many searches were counted.
    """
    counted = 0
    for language, searches in misses.take():
        with transaction.atomic():
            for words, times in Counter(searches).items():
                _add(words, language, times, month=on.replace(day=1))
        counted += len(searches)
    MissedSearch.objects.filter(month__lt=on.replace(year=on.year - 1, day=1)).delete()
    return counted


def _add(words: str, language: str, times: int, *, month: date) -> None:
    key = salted_hmac("articles.missing", f"{language}:{words}", algorithm="sha256").hexdigest()
    row, _made = MissedSearch.objects.get_or_create(
        key=key, month=month, defaults={"language": language}
    )
    rows = MissedSearch.objects.filter(pk=row.pk)
    rows.update(times=F("times") + times)
    rows.filter(times__gte=SHOWN_FROM).update(words=words)
