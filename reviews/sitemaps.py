"""The sitemap of the review side."""

from articles.sitemaps import OwnPages
from reviews import pages


class ReviewerPages(OwnPages[str]):
    """Reviewers' pages. They list what is signed, so they have no one moment of change."""

    def items(self) -> tuple[str, ...]:
        return pages.reviewers()

    def location(self, item: str) -> str:
        return item
