"""The sitemap of the content side."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.utils.timezone import localdate
from django.utils.translation import override

from articles import pages
from articles.pages.addresses import Address


class PublicPages(Sitemap[Address]):
    """The pages of one language that readers may find, with the moment their words changed."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def items(self) -> tuple[Address, ...]:
        with override(self._language):
            return pages.addresses(language=self._language, on=localdate())

    def location(self, item: Address) -> str:
        return item.path

    def lastmod(self, item: Address) -> datetime | None:
        return item.changed_at
