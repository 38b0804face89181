"""What a rendering says about the site itself."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Site:
    """Who publishes, and under which origin (`https://health.example.org`, no slash).

    `unreviewed` says what the site is where nobody reviewed anything; elsewhere it is empty.
    """

    name: str
    origin: str
    publisher: str
    unreviewed: str

    def url(self, path: str) -> str:
        """The full address of a path. It never comes from a request: pages are kept in caches."""
        return f"{self.origin}{path}"


def current() -> Site:
    """The site as its settings describe it."""
    return Site(
        name=settings.SITE_NAME,
        origin=settings.SITE_URL,
        publisher=settings.PUBLISHER,
        unreviewed=_unreviewed(),
    )


def _unreviewed() -> str:
    if settings.DEMO:
        return "Demonstration"
    return "Benchmark" if settings.BENCHMARK else ""
