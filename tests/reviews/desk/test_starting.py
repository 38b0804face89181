"""A new answer names its condition in words: an import brings thousands to choose from."""

import pytest

from articles.models import Article
from tests import factories as f
from tests.reviews.desk.helpers import as_role

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"


def test_conditions_are_suggested_and_shown_as_words() -> None:
    f.condition('<b>"Bold" disease</b>')
    page = as_role("Editors").get(ADD).content.decode()
    assert '<option value="&lt;b&gt;&quot;Bold&quot; disease&lt;/b&gt;"></option>' in page
    assert 'list="conditions"' in page


@pytest.mark.parametrize("name", ["", "Example", "No such disease", "1"])
def test_name_of_no_condition_is_refused_and_nothing_typed_is_lost(name: str) -> None:
    f.condition("Example disease")
    data = {"condition": name, "kind": "outlook", "language": "en", "question": "What next?"}
    page = as_role("Editors").post(ADD, {**data, "slug": "next"})
    shown = page.content.decode()
    said = "There is no condition of this name." if name else "This field is required."
    assert (page.status_code, said in shown) == (200, True)
    assert 'value="What next?"' in shown
    assert not Article.objects.exists()


def test_of_two_who_start_the_same_answer_the_later_one_is_told_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = f.article()
    data = {"condition": article.condition.name, "kind": "outlook", "language": "en"}
    # Both looked before the other one saved.
    monkeypatch.setattr(Article, "validate_unique", lambda *_args, **_values: None)
    monkeypatch.setattr(Article, "validate_constraints", lambda *_args, **_values: None)
    sent = data | {"question": "What next?", "slug": article.slug}
    page = as_role("Editors").post(ADD, sent)
    shown = page.content.decode()
    assert (page.status_code, "Somebody else started this answer" in shown) == (200, True)
    assert 'value="What next?"' in shown
    assert Article.objects.get() == article
