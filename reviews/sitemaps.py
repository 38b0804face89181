"""The sitemap of the review side."""

from django.contrib.sitemaps import Sitemap

from reviews import pages


class ReviewerPages(Sitemap):  # type: ignore[type-arg]  # it takes no subscript at run time
    """Reviewers' pages. They list what is signed, so they have no one moment of change."""

    def items(self) -> tuple[str, ...]:
        return pages.verified()

    def location(self, item: str) -> str:
        return item
