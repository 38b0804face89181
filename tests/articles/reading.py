"""What the tests of the public pages share."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from articles.actions import sitetexts
from articles.enums import SiteTextKind
from articles.models import Article, Condition, Treatment
from tests import factories as f
from tests.articles.versions import address

KEEP_TAKING = "Do not stop a prescribed medicine because of this notice."
NUMBERS = "Call 112 in this test."
SITE_PAGES = ("policy", "disclaimer", "funding", "privacy", "contact")


def site_texts() -> None:
    editor = f.user("Editors")
    for kind, text in {
        SiteTextKind.KEEP_TAKING: KEEP_TAKING,
        SiteTextKind.EMERGENCY_NUMBERS: NUMBERS,
        SiteTextKind.DISCLAIMER: "This site informs.",
        SiteTextKind.EDITORIAL_POLICY: "## Who writes?\n\nEditors do.",
        SiteTextKind.FUNDING: "Members pay.",
        SiteTextKind.PRIVACY: "Nothing is kept.",
    }.items():
        sitetexts.publish(kind, text, signed_by="Dr Example", by=editor, at=f.NOW)


def lapsed(of: Condition | None = None) -> Article:
    """Reviewed long ago and due a hundred days before today: past the days of grace."""
    at = f.NOW - timedelta(days=200)
    made = f.article(of=of or f.condition(), at=at)
    return f.published(made, at=at, review_due_on=f.TODAY - timedelta(days=100))


def paths_of_all_pages() -> dict[str, str]:
    """An address of every kind of page, with what stands there."""
    article = f.published()
    withdrawn = f.published(f.article(of=article.condition))
    f.withdrawn(withdrawn)
    signer = f.live(article).revision.review_requests.get().reviewers.get()
    named = Treatment.objects.get(entries__article=article)
    own = ("home", "a_to_z", "treatments", "corrections", *SITE_PAGES)
    return {
        **{name: reverse(f"articles:{name}") for name in own},
        "condition": article.condition.get_absolute_url(),
        "answer": article.get_absolute_url(),
        "history": address("history", article),
        "version": address("version", article, 1),
        "compare": address("compare", article),
        "treatment": named.get_absolute_url(),
        "reviewer": signer.get_absolute_url(),
        "withdrawn": withdrawn.get_absolute_url(),
        "lapsed": lapsed().get_absolute_url(),
        "missing": "/conditions/no-such-condition/",
    }


def text_of(client: Client, path: str, *, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def plain(html: str) -> str:
    """The words of a page's main part, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())
