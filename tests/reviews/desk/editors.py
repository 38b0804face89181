"""What a browser would post from the editor's screen, for the tests of it."""

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from reviews.forms.draft import TEXTS, DraftForms
from tests import factories as f

ROLES = ("", "Editors", "Reviewers", "Publishers", "Administrators")
# Who may see and change drafts.
EDITING = {"Editors", "Publishers", "Administrators"}


def signed_in(person: User, *, strict: bool = False) -> Client:
    """A browser in which they are signed in; a strict one is held to its CSRF token."""
    client = Client(enforce_csrf_checks=strict)
    client.force_login(person)
    return client


def article(**fields: object) -> Article:
    """An answer whose draft was saved today, by the clock that the screens read."""
    return f.article(saved=f.draft(**fields), at=timezone.now())


def typed(of: Article, **changed: str) -> dict[str, str]:
    """Every field of the form as it opens, and what was typed over it."""
    forms = DraftForms(of)
    data = {name: forms.texts[name].value() or "" for name in TEXTS}
    for rows in forms.lists:
        data |= {f"{rows.prefix}-TOTAL_FORMS": str(len(rows.forms))}
        data |= {f"{rows.prefix}-INITIAL_FORMS": str(rows.initial_form_count())}
        for row in rows.forms:
            data |= {
                row.add_prefix(name): str(row[name].value() or "")
                for name in row.fields
                if name != "DELETE"
            }
    return {**data, "draft_version": str(of.draft_version), **changed}


def address(of: Article, screen: str = "change") -> str:
    """The address of one of its screens."""
    return f"/admin/articles/article/{of.pk}/{screen}/"
