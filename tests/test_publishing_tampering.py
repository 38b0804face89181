"""Corrections, errata and earlier versions changed by hand are found; old statements still read."""

import json

import pytest

from articles.models import Article, AuditEvent, Erratum, Revision
from articles.snapshots import canonical
from reviews.models import ReviewRecord
from reviews.verification import of_record
from tests import factories as f
from tests import publishing
from tests.tampering import broken, unguarded
from tests.test_verification import said

pytestmark = pytest.mark.django_db


def test_everything_holds_after_corrections_errata_and_a_version_brought_back() -> None:
    article = publishing.corrected(publishing.second_version())
    publishing.erratum(article)
    f.approved(publishing.rolling_back(article))
    assert said(article) == []


@pytest.mark.parametrize("field", ["change_note", "correction"])
def test_a_note_that_was_changed_after_the_signature_is_found(field: str) -> None:
    article = publishing.corrected(f.published())
    assert said(article) == []
    revision = f.live(article).revision
    with unguarded():
        Revision.objects.filter(pk=revision.pk).update(**{field: "Forged."})
    name = ReviewRecord.objects.get(revision_sha256=revision.sha256).reviewer_name
    assert said(article) == [
        f", version 2, signature of {name}: changed: the record differs from the signed "
        f"statement in {field}"
    ]


def test_a_statement_of_the_first_schema_is_read_without_what_it_did_not_say() -> None:
    article = f.published()
    record = ReviewRecord.objects.select_related("request__revision__article__condition").get()
    older = json.loads(record.statement)
    for name in ("change_note", "correction"):
        del older[name]
    statement = canonical({**older, "schema": 1})
    record.statement, record.statement_sha256 = statement.text, statement.sha256
    assert list(of_record(record)) == []
    # The same text that calls itself schema 2 lacks what it should say.
    unfit = canonical({**older, "schema": 2})
    record.statement, record.statement_sha256 = unfit.text, unfit.sha256
    (fault,) = of_record(record)
    assert fault.what.endswith("in change_note, correction")
    assert Article.objects.get() == article


def test_an_erratum_that_was_changed_or_is_untold_is_found() -> None:
    article = f.published()
    key = publishing.erratum(article).pk
    with unguarded():
        Erratum.objects.update(text="Forged.")
    where = f", version 1, erratum {key}"
    assert said(article) == [f"{where}: changed: its words do not give its hash"]
    with unguarded():
        Erratum.objects.update(sha256="0" * 64)
    assert said(article)[1:] == [f"{where}: no audit event tells of it with this hash"]


def test_an_erratum_that_was_deleted_is_found_in_the_trail() -> None:
    key = publishing.erratum(f.published()).pk
    with unguarded():
        Erratum.objects.all().delete()
    event = AuditEvent.objects.get(verb="added an erratum")
    assert broken() == [f"audit event {event.pk}: it tells of erratum:{key}, which was deleted"]


def test_a_version_that_does_not_bring_back_what_it_says_is_found() -> None:
    article = publishing.second_version()
    f.approved(publishing.rolling_back(article))
    with unguarded():
        Revision.objects.filter(number=3).update(restores=article.revisions.get(number=2))
    assert said(article) == [", version 3: changed: it is not the version that it brings back"]
