"""MedQuAD's answers taken through submission, approval and publication, as real ones are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import drafts, freshness, markdown, readiness
from articles.actions import catalogue, drafting
from articles.enums import ChangeClass
from articles.errors import NotAllowed
from articles.importers.medquad import load, parse, validate
from articles.models import Article, Condition, ConditionName
from articles.pages.reading import first_sentence
from reviews import checklists
from reviews.actions import deciding, requesting
from reviews.benchmark import people
from reviews.completeness import Decision
from reviews.enums import AfterApproval, Scope
from reviews.models import Reviewer, ReviewRequest

# Follows a text that is too short for a short answer; also what the record says of each.
NOTE = (
    "This page was published by a program to measure the site, in a database that serves nothing "
    "else. Nobody has reviewed it, and the reviewers whom it names do not exist. It is the text "
    "of an old data set: it is not advice, and nobody should act on it."
)
# So many answers a transaction: a commit each would measure the disk.
_BATCH = 50


@dataclass(frozen=True)
class _Staff:
    editor: User
    reviewers: Sequence[Reviewer]


def publish(folder: Path, *, at: datetime, report: Callable[[int, int], object]) -> int:
    """Import what the folder holds and publish all of it; returns how many answers.

    `report` hears how many are published of how many. Raises `NotAllowed` unless the settings
    say that this database is for benchmarks and nothing is in it.
    """
    _require_empty_benchmark()
    findings = validate.read(parse.files(folder))
    with transaction.atomic():
        load.load(findings.topics, limit=None, at=at)
        editor, reviewers = people.make(valid_until=(at + timedelta(days=365)).date(), at=at)
        _verify_names(editor, at=at)
    staff = _Staff(editor, reviewers)
    articles = list(Article.objects.order_by("pk"))
    for start in range(0, len(articles), _BATCH):
        with transaction.atomic():
            for article in articles[start : start + _BATCH]:
                _publish(article, staff, at=at)
        report(min(start + _BATCH, len(articles)), len(articles))
    return len(articles)


def short_answer(body: str) -> str:
    """The text's first sentences, as many as a short answer may hold; `NOTE` after too few."""
    low, high = readiness.SHORT_ANSWER_LENGTH
    rest = " ".join(markdown.plain(body).split())
    taken = ""
    while rest:
        sentence = first_sentence(rest)
        if len(taken) + len(sentence) + 1 > high:
            break
        taken = f"{taken} {sentence}".strip()
        rest = rest[len(sentence) :].strip()
    if len(taken) >= low:
        return taken
    return f"{taken[: high - len(NOTE) - 1]} {NOTE}".strip()


def _require_empty_benchmark() -> None:
    if not settings.BENCHMARK:
        raise NotAllowed("HEALTHINFO_BENCHMARK=1 has to say that this database is for benchmarks.")
    if any(model._default_manager.exists() for model in (User, Condition, Article)):
        raise NotAllowed("The database holds something already: a benchmark needs one of its own.")


def _verify_names(editor: User, *, at: datetime) -> None:
    today = timezone.localdate(at)
    for name in ConditionName.objects.filter(verified_on=None):
        name.verified_by, name.verified_on = editor, today
        catalogue.save(name, changed=["verified_on"], by=editor, at=at)


def _publish(article: Article, staff: _Staff, *, at: datetime) -> None:
    draft = replace(drafts.of(article), short_answer=short_answer(article.body))
    saved = drafting.save_draft(
        article.pk, draft, expected_version=article.draft_version, by=staff.editor, at=at
    )
    request = requesting.submit_for_review(
        saved.pk,
        expected_version=saved.draft_version,
        change_class=ChangeClass.MATERIAL,
        change_note=NOTE,
        reviewers=staff.reviewers,
        due_on=timezone.localdate(at) + timedelta(days=1),
        after_approval=AfterApproval.PUBLISH,
        by=staff.editor,
        at=at,
    )
    for reviewer in staff.reviewers[: request.approvals_required]:
        deciding.approve(request.pk, reviewer=reviewer, decision=_decision(request, at), at=at)


def _decision(request: ReviewRequest, at: datetime) -> Decision:
    kind = request.article.kind
    return Decision(
        scope=Scope.WHOLE_PAGE,
        change_class=ChangeClass.MATERIAL,
        checklist=tuple(checklists.items(kind)),
        conflict=False,
        conflict_disqualifies=False,
        conflict_note="",
        comment=NOTE,
        review_due_on=freshness.latest_due_date(kind, reviewed_on=timezone.localdate(at)),
        reauthenticated="benchmark",
    )
