import pytest
from tests import factories as f
from articles import pages


@pytest.mark.django_db
def test_flow():
    a = f.published()
    assert a.live
    p = pages.answer(a.condition.slug, a.slug, on=f.TODAY)
    print(p)
    f.withdrawn(a)
    print(pages.answer(a.condition.slug, a.slug, on=f.TODAY))
