"""How the engines carry out what a search asks: by keys and indexes, never by reading all."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.enums import CodeMatch
from articles.models import ConditionCode
from tests import factories as f
from tests.articles.search.asking import find, told

pytestmark = pytest.mark.django_db
ON_SQLITE = connection.vendor == "sqlite"


def plans(*texts: str) -> dict[str, str]:
    """The plan of every statement that the searches for those texts and suggestions make."""
    with CaptureQueriesContext(connection) as queries:
        for text in texts:
            find(text, kind="overview", condition="gout")
            search.suggest(text, language="en", on=f.TODAY, limit=8)
    found = {}
    with connection.cursor() as cursor:
        if not ON_SQLITE:
            # A table of three rows is read whole whatever indexes it has, unless it costs more.
            cursor.execute("SET LOCAL enable_seqscan = off")
        for query in queries:
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' if ON_SQLITE else ''}{query['sql']}")
            found[query["sql"]] = "\n".join(str(row[-1]) for row in cursor.fetchall())
    return found


def test_no_statement_of_a_search_reads_a_whole_table() -> None:
    gout = f.condition("Gout")
    told(of=gout, body="Crystals hurt.[^smith]")
    ConditionCode.objects.create(condition=gout, system="ORPHA", code="1214", match=CodeMatch.EXACT)
    looked_at = plans("what are crystals of gout", "gouut crystalls", "ORPHA:1214", "gou")
    asked = [sql for sql in looked_at if "articles_search_" in sql]
    assert len(asked) > 8
    for sql, plan in looked_at.items():
        if ON_SQLITE:
            # What a part of the statement has found is read whole; it is bounded.
            found = "|".join(("json_each", "CONSTANT", *re.findall(r"MATERIALIZE (\w+)", plan)))
            scans = re.findall(
                rf"^SCAN (?!(?:{found})\b|articles_search_text VIRTUAL).*", plan, re.MULTILINE
            )
        else:
            scans = re.findall(r"Seq Scan on (articles_(?!withdrawal|treatment)\w+)", plan)
        assert scans == [], f"{sql}\n{plan}"


def test_the_words_are_looked_up_by_the_full_text_index() -> None:
    told(of=f.condition("Gout"), body="Crystals hurt.[^smith]")
    statement = "MATCH" if ON_SQLITE else "ts_rank"
    looked_up = [plan for sql, plan in plans("crystals").items() if statement in sql]
    assert len(looked_up) == 2
    index = (
        "articles_search_text VIRTUAL TABLE INDEX"
        if ON_SQLITE
        else "Bitmap Index Scan on articles_search_row_document_idx"
    )
    assert [index in plan for plan in looked_up] == [True, True]
