"""The sitemap of the content side."""

from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.utils.timezone import localdate
from django.utils.translation import override

from articles import pages
from articles.pages.addresses import Address
from articles.renderings.site import current

Item = TypeVar("Item")


class OwnPages(Sitemap[Item]):
    """Addresses under the site's own origin, whichever host was asked for."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(current().origin).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(current().origin).netloc


class PublicPages(OwnPages[Address]):
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
