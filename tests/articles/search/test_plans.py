"""How the engines carry out what a search asks: by keys and indexes, never by reading all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.enums import CodeMatch
from articles.models import ConditionCode
from tests import factories as f
from tests.articles.search.asking import find, told
from tests.articles.search.plans import ON_SQLITE, plan, read_whole

pytestmark = pytest.mark.django_db


def plans(*texts: str) -> dict[str, str]:
    """The plan of every statement that the searches for those texts and suggestions make."""
    with CaptureQueriesContext(connection) as queries:
        for text in texts:
            find(text, kind="overview", condition="gout")
            search.suggest(text, language="en", on=f.TODAY, limit=8)
    if not ON_SQLITE:
        with connection.cursor() as cursor:
            # A table of three rows is read whole whatever indexes it has, unless it costs more.
            cursor.execute("SET LOCAL enable_seqscan = off")
    return {query["sql"]: plan(query["sql"]) for query in queries.captured_queries}


def test_no_statement_of_a_search_reads_a_whole_table() -> None:
    gout = f.condition("Gout")
    told(of=gout, body="Crystals hurt.[^smith]")
    ConditionCode.objects.create(condition=gout, system="ORPHA", code="1214", match=CodeMatch.EXACT)
    looked_at = plans("what are crystals of gout", "gouut crystalls", "ORPHA:1214", "gou")
    asked = [sql for sql in looked_at if "articles_search_" in sql]
    assert len(asked) > 8
    for sql, steps in looked_at.items():
        assert read_whole(steps) == [], f"{sql}\n{steps}"


def test_a_whole_table_is_noticed() -> None:
    assert read_whole(plan("SELECT * FROM articles_article WHERE slug <> ''")) != []


def test_the_words_are_looked_up_by_the_full_text_index() -> None:
    told(of=f.condition("Gout"), body="Crystals hurt.[^smith]")
    statement = "MATCH" if ON_SQLITE else "ts_rank"
    looked_up = [plan for sql, plan in plans("crystals").items() if statement in sql]
    assert len(looked_up) == 3
    index = (
        "articles_search_text VIRTUAL TABLE INDEX"
        if ON_SQLITE
        else "Bitmap Index Scan on articles_search_row_document_idx"
    )
    assert [index in plan for plan in looked_up] == [True, True, True]
