"""The sitemap of the review side."""

from django.contrib.sitemaps import Sitemap

from reviews import pages


class ReviewerPages(Sitemap[str]):
    """Reviewers' pages. They list what is signed, so they have no one moment of change."""

    def items(self) -> tuple[str, ...]:
        return pages.verified()

    def location(self, item: str) -> str:
        return item
