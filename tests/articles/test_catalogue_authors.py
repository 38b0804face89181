"""Names and sources come from the catalogue: whoever edits them there writes the answer, too."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group, User
from django.db.models import Model

from articles.actions import catalogue
from articles.errors import NotAllowed, NotReady
from articles.models import Article, ConditionName
from reviews.actions import deciding
from reviews.models import Reviewer
from tests import factories as f
from tests import publishing
from tests.test_four_eyes import refused, signed

pytestmark = pytest.mark.django_db
ROWS = ("treatment", "source", "condition", "condition's main name")


def row_of(article: Article, kind: str) -> tuple[Model, str]:
    """What the article refers to in that catalogue, and its field that readers see."""
    if kind == "treatment":
        return article.entries.get().treatment, "brand_names"
    if kind == "source":
        return article.citations.get().source, "title"
    if kind == "condition":
        return article.condition, "name"
    return ConditionName.objects.get(condition=article.condition, is_main=True), "text"


def with_a_main_name(article: Article) -> Article:
    article.condition.names.update(is_main=True)
    return article


def edited(row: Model, field: str, *, by: User) -> None:
    """That person writes something else there."""
    setattr(row, field, f"{getattr(row, field)} edited".strip())
    catalogue.save(row, changed=[field], by=by, at=f.NOW)


def editing_reviewer() -> Reviewer:
    """A reviewer who is an editor as well."""
    reviewer = f.reviewer()
    reviewer.user.groups.add(Group.objects.get(name="Editors"))
    return reviewer


@pytest.mark.parametrize("kind", ROWS)
def test_whoever_edits_the_catalogue_signs_no_version_that_takes_it_up(kind: str) -> None:
    article, both = with_a_main_name(f.published()), editing_reviewer()
    edited(*row_of(article, kind), by=both.user)
    with pytest.raises(NotReady, match="wrote part of this answer"):
        publishing.submitted(f.save(article, body="More.[^smith]"), reviewers=[both])
    article = Article.objects.get(pk=article.pk)
    request = publishing.submitted(article, reviewers=[f.reviewer()])
    assert both.user in request.revision.contributors.all()
    f.assigned(request, both)
    with pytest.raises(NotAllowed, match="You wrote part of this version"):
        deciding.approve(request.pk, reviewer=both, decision=f.decision(article.kind), at=f.NOW)
    for scope in ("whole_page", "changes_only"):
        alone = partial(signed, request, both, scope=scope)
        assert "nobody reviews what they wrote" in refused(alone)


@pytest.mark.parametrize("kind", ROWS)
def test_a_first_version_has_everybody_who_ever_edited_what_it_takes_up(kind: str) -> None:
    article, both = with_a_main_name(f.article()), editing_reviewer()
    edited(*row_of(article, kind), by=both.user)
    assert both.user in publishing.submitted(article).revision.contributors.all()


@pytest.mark.parametrize("kind", ROWS)
def test_what_the_live_version_holds_already_is_nobodys_new_word(kind: str) -> None:
    article, both = with_a_main_name(f.article()), editing_reviewer()
    edited(*row_of(article, kind), by=both.user)
    live = f.published(article)
    request = publishing.submitted(f.save(live, body="More.[^smith]"))
    assert both.user not in request.revision.contributors.all()


def test_a_row_that_the_live_version_does_not_hold_counts_whenever_it_was_edited() -> None:
    treatment, both = f.treatment(), editing_reviewer()
    edited(treatment, "brand_names", by=both.user)
    article = f.published()
    request = publishing.submitted(f.save(article, entries=(f.entry(treatment),)))
    assert both.user in request.revision.contributors.all()


def test_an_edit_after_words_that_were_brought_back_is_not_in_them() -> None:
    article, both = f.published(), editing_reviewer()
    edited(*row_of(article, "treatment"), by=both.user)
    f.published(f.save(article, body="More.[^smith]"), at=f.NOW + timedelta(days=1))
    f.approved(publishing.rolling_back(article), at=f.NOW + timedelta(days=2))
    request = publishing.submitted(f.save(Article.objects.get(), body="Again.[^smith]"))
    assert both.user in request.revision.contributors.all()


def test_an_edit_of_what_the_version_does_not_take_up_bars_nobody() -> None:
    article, both = f.published(), editing_reviewer()
    edited(f.treatment(), "brand_names", by=both.user)
    edited(f.source(), "title", by=both.user)
    edited(f.condition(), "name", by=both.user)
    request = publishing.submitted(f.save(article, body="More.[^smith]"))
    assert both.user not in request.revision.contributors.all()
