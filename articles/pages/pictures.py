"""Which pictures readers see: those that words name which anybody may have."""

from datetime import date

from articles.models import Publication, Revision
from articles.pages import alerts, standing


def shown(path: str, *, on: date) -> bool:
    """Whether readers see words that name the picture at that path on that day.

    One query over the versions that have pictures, which have an index of their own, and three
    more where any names it.
    """
    # In a list: a database that joins first would read every version.
    naming = Revision.objects.with_pictures().filter(snapshot__contains=path).order_by()
    keys = list(naming.values_list("pk", flat=True))
    if not keys:
        return False
    publications = (
        Publication.objects.filter(revision__in=keys)
        .select_related("article__live__revision__translates__revision", "article__live__rests_on")
        .select_related("revision__translates__revision", "rests_on")
        .prefetch_related("article__withdrawals")
    )
    alerted = alerts.standing()
    return any(standing.of(publication, alerted, on=on).shown for publication in publications)
