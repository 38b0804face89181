"""The sitemap of the content side."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.utils.timezone import localdate

from articles import pages
from articles.pages.addresses import Address


class PublicPages(Sitemap[Address]):
    """Every page of this app that readers may find, with the moment its words last changed."""

    def items(self) -> tuple[Address, ...]:
        return pages.addresses(on=localdate())

    def location(self, item: Address) -> str:
        return item.path

    def lastmod(self, item: Address) -> datetime | None:
        return item.changed_at
