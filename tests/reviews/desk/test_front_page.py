"""The front page says which answers need a review, and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import catalogue
from articles.drafts import Cited
from articles.enums import Retraction
from tests import factories as f
from tests.reviews.desk.helpers import as_role

pytestmark = pytest.mark.django_db


def test_due_and_flagged_answers_stand_there_with_the_reason() -> None:
    at = timezone.now() - timedelta(days=185)
    article = f.published(f.article(at=at), at=at)
    source = f.source(title="<b>A trial</b>")
    draft = f.draft(question="What helps?", citations=(Cited("smith", source.pk),))
    f.published(f.article(saved=draft, at=timezone.now()), at=timezone.now())
    source.retraction = Retraction.RETRACTED
    catalogue.save(source, changed=["retraction"], by=f.user(), at=timezone.now())
    for role in ("Reviewers", "Editors", "Publishers", "Administrators"):
        shown = as_role(role).get("/admin/").content.decode()
        assert "Due, overdue and flagged" in shown
        listed = shown[shown.index('id="list-answers-due"') :]
        assert listed.index("What helps?") < listed.index(article.get_absolute_url())
        assert "The cited source “&lt;b&gt;A trial&lt;/b&gt;” is retracted." in listed
        assert "Review overdue" in listed
    assert "Due, overdue and flagged" not in as_role("staff").get("/admin/").content.decode()
