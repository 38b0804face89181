"""The database refuses what breaks the promise, whoever asks and however they ask."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction

from articles.guards import GENESIS, install
from articles.models import (
    Article,
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    Revision,
    RevisionContributor,
    SiteText,
    Withdrawal,
)
from reviews.models import Assignment, Reviewer, ReviewRecord, ReviewRequest
from tests import factories, publishing

pytestmark = pytest.mark.django_db

EVIDENCE: list[type[models.Model]] = [
    AuditEvent,
    DraftEdit,
    Erratum,
    Publication,
    ReviewRecord,
    Revision,
    RevisionContributor,
    SiteText,
    Withdrawal,
]
KEPT: list[type[models.Model]] = [*EVIDENCE, Assignment, ReviewRequest, Reviewer]
SQLITE = connection.vendor == "sqlite"


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def refused(act: Callable[[], object]) -> str:
    """The database's own words for refusing the act."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return str(caught.value)


@pytest.fixture(scope="module")
def evidence(for_the_module: None) -> None:
    """At least one row in every table of evidence."""
    article = factories.published()
    publishing.erratum(article)
    factories.withdrawn(article)
    SiteText.objects.create(
        kind="disclaimer", text="Ask your team.", signed_by="Dr Example", at=factories.NOW
    )


@pytest.mark.parametrize("model", KEPT)
def test_every_kept_table_has_a_row_to_attack(model: type[models.Model], evidence: None) -> None:
    assert model._default_manager.exists()


@pytest.mark.parametrize("model", EVIDENCE)
def test_evidence_is_not_updated_by_a_queryset(model: type[models.Model], evidence: None) -> None:
    assert "never changes" in refused(lambda: model._default_manager.update(id=models.F("id")))


@pytest.mark.parametrize("model", EVIDENCE)
def test_evidence_is_not_updated_by_raw_sql(model: type[models.Model], evidence: None) -> None:
    table = model._meta.db_table
    assert "never changes" in refused(lambda: execute(f"UPDATE {table} SET id = id"))


@pytest.mark.parametrize("model", KEPT)
def test_kept_rows_are_not_deleted_by_raw_sql(model: type[models.Model], evidence: None) -> None:
    table = model._meta.db_table
    assert "keeps every row" in refused(lambda: execute(f"DELETE FROM {table}"))


@pytest.mark.skipif(not SQLITE, reason="REPLACE is SQLite's")
@pytest.mark.parametrize("model", KEPT)
def test_kept_rows_are_not_replaced(model: type[models.Model], evidence: None) -> None:
    # Another guard of the table may be the first to refuse, so the words are not compared.
    table = model._meta.db_table
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    assert refused(
        lambda: execute(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    )
    assert f"guard_{table}_no_replace" in {guard.name for guard in install.guards("sqlite")}


@pytest.mark.parametrize("model", EVIDENCE)
def test_evidence_is_not_written_over_by_bulk_create(
    model: type[models.Model], evidence: None
) -> None:
    row = model._default_manager.earliest("pk")
    fields = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    refused(
        lambda: model._default_manager.bulk_create(
            [row], update_conflicts=True, unique_fields=["id"], update_fields=fields[:1]
        )
    )


@pytest.mark.skipif(SQLITE, reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", KEPT)
def test_kept_tables_are_not_truncated(model: type[models.Model], evidence: None) -> None:
    table = model._meta.db_table
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "keeps every row" in refused(lambda: execute(f"TRUNCATE {table} CASCADE"))


@pytest.mark.skipif(SQLITE, reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("articles_article", "an answer with a history stays"),
        ("articles_condition", "a condition with answers stays"),
        ("articles_source", "a source that a version cites stays"),
        ("articles_treatment", "a treatment that a version names stays"),
        ("auth_user", "a person whom evidence names stays"),
    ],
)
def test_what_evidence_names_is_not_truncated(table: str, message: str, evidence: None) -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert message in refused(lambda: execute(f"TRUNCATE {table} CASCADE"))


def test_a_user_with_evidence_is_not_deleted(evidence: None) -> None:
    editor = DraftEdit.objects.get().editor
    with pytest.raises(models.ProtectedError):
        editor.delete()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("articles_article", "an answer with a history stays"),
        ("articles_condition", "a condition with answers stays"),
        ("auth_user", "a person whom evidence names stays"),
    ],
)
def test_what_evidence_names_is_not_deleted_without_foreign_keys(
    table: str, message: str, evidence: None
) -> None:
    # The sqlite3 shell enforces no foreign key: the trigger refuses before any would.
    assert message in refused(lambda: execute(f"DELETE FROM {table}"))


def test_a_user_without_evidence_can_be_deleted() -> None:
    user = factories.user()
    execute(f"DELETE FROM auth_user WHERE id = {user.pk}")
    assert not User.objects.filter(pk=user.pk).exists()


def test_a_reviewer_never_becomes_another_person() -> None:
    reviewer, other = factories.reviewer(), factories.user("Reviewers")
    assert "another person" in refused(
        lambda: Reviewer.objects.filter(pk=reviewer.pk).update(user=other)
    )


def test_a_reviewer_does_not_verify_themselves() -> None:
    reviewer = factories.reviewer(user=factories.user("Administrators"))
    assert "verifier_is_not_the_reviewer" in refused(
        lambda: Reviewer.objects.filter(pk=reviewer.pk).update(verified_by=reviewer.user)
    )


def test_only_the_state_of_a_request_changes() -> None:
    request = factories.request()
    assert "only the state" in refused(
        lambda: ReviewRequest.objects.filter(pk=request.pk).update(approvals_required=9)
    )


def test_a_closed_request_stays_closed() -> None:
    request = factories.approved(factories.request())
    assert request.state == "published"
    assert "stays closed" in refused(
        lambda: ReviewRequest.objects.filter(pk=request.pk).update(state="in_review")
    )


def test_an_article_has_one_open_request() -> None:
    request = factories.request()
    refused(
        lambda: ReviewRequest.objects.create(
            article=request.article,
            revision=request.revision,
            due_on=request.due_on,
            opened_by=request.opened_by,
            opened_at=request.opened_at,
        )
    )


def test_a_request_does_not_start_approved() -> None:
    request = factories.approved(factories.request())
    assert "starts in review" in refused(
        lambda: ReviewRequest.objects.create(
            article=request.article,
            revision=request.revision,
            due_on=request.due_on,
            opened_by=request.opened_by,
            opened_at=request.opened_at,
            state="approved",
        )
    )


def test_a_live_answer_is_its_newest_publication() -> None:
    article = factories.published()
    first = factories.live(article)
    changed = factories.save(article, short_answer=factories.SHORT_ANSWER + " And more.")
    factories.published(changed)
    assert "newest publication" in refused(
        lambda: Article.objects.filter(pk=article.pk).update(live=first)
    )


def test_live_cannot_name_another_articles_publication() -> None:
    article, other = factories.published(), factories.published()
    assert "newest publication" in refused(
        lambda: Article.objects.filter(pk=article.pk).update(live=other.live)
    )


def test_live_cannot_name_a_withdrawn_publication() -> None:
    article = factories.published()
    publication = factories.live(article)
    factories.withdrawn(article)
    assert "withdrawn publication" in refused(
        lambda: Article.objects.filter(pk=article.pk).update(live=publication)
    )


def test_a_live_answer_is_only_taken_down_by_a_withdrawal() -> None:
    article = factories.published()
    assert "by a withdrawal" in refused(
        lambda: Article.objects.filter(pk=article.pk).update(live=None)
    )


def test_a_published_answer_keeps_its_address() -> None:
    article = factories.published()
    assert "keeps its address" in refused(
        lambda: Article.objects.filter(pk=article.pk).update(slug="elsewhere")
    )


@pytest.mark.skipif(not SQLITE, reason="REPLACE is SQLite's")
def test_an_article_is_not_replaced() -> None:
    article = factories.published()
    columns = ", ".join(f.column for f in Article._meta.concrete_fields if f.name != "live")
    copy = f"SELECT {columns} FROM articles_article WHERE id = {article.pk}"
    assert "has this row already" in refused(
        lambda: execute(f"INSERT OR REPLACE INTO articles_article ({columns}) {copy}")
    )


def test_the_audit_chain_does_not_fork() -> None:
    factories.article()
    events = list(AuditEvent.objects.values_list("previous_hash", "hash"))
    assert events[0][0] == GENESIS
    assert [event[0] for event in events[1:]] == [event[1] for event in events[:-1]]
    assert "follows the newest" in refused(
        lambda: AuditEvent.objects.create(
            actor_name="forger",
            verb="forged",
            object="article:1",
            detail="{}",
            at=factories.NOW,
            previous_hash="f" * 64,
            hash="e" * 64,
        )
    )


def test_every_guard_is_installed() -> None:
    assert install.missing(connection) == []
    assert len(list(install.guards(connection.vendor))) > 40


def test_a_dropped_guard_is_found_and_named() -> None:
    on = "" if SQLITE else " ON articles_revision"
    execute(f"DROP TRIGGER guard_articles_revision_no_update{on}")
    assert install.missing(connection) == ["guard_articles_revision_no_update"]
    install.install(connection)
    assert install.missing(connection) == []
