"""Loads the demonstration through the real actions, so that its evidence is real too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import drafts, freshness, snapshots
from articles.actions import drafting, sitetexts, withdrawing
from articles.enums import ChangeClass, SiteTextKind
from articles.models import Article, Condition, Source
from reviews import checklists, staffing
from reviews.actions import deciding, requesting
from reviews.completeness import Decision
from reviews.demo import accounts, content, translations, voices
from reviews.enums import AfterApproval, Priority, Scope
from reviews.models import Reviewer, ReviewRequest, Specialty

Say = Callable[[str], None]

# How many days before the load an answer was reviewed; the rest was reviewed thirty days before.
_REVIEWED_DAYS_AGO = {
    ("cystic-fibrosis", "treatments"): 385,  # overdue
    ("marfan-syndrome", "treatments"): 330,  # due soon
}
_INVENTED = "Demonstration decision: nobody has reviewed this."


@transaction.atomic
def load(*, at: datetime, say: Say) -> bool:
    """Load everything, or nothing when any condition exists; returns whether it loaded."""
    if Condition.objects.exists():
        return False
    site = content.site()
    long_ago = at - timedelta(days=400)
    for row in site["specialties"]:
        Specialty.objects.create(slug=row["slug"], name=row["name"], pharmacy=row["pharmacy"])
    until = (at + timedelta(days=730)).date()
    users = accounts.make(site["reviewers"], valid_until=until, at=long_ago)
    for language, row in (
        *((settings.LANGUAGE_CODE, text) for text in site["texts"]),
        *translations.texts(),
    ):
        sitetexts.publish(
            SiteTextKind(row["kind"]),
            row["text"].strip(),
            language=language,
            region=row["region"],
            signed_by=site["reviewers"][0]["name"],
            by=users["admin-alex"],
            at=long_ago,
        )
    tables = content.conditions()
    editor = users["editor-eve"]
    content.store_catalogue(tables, by=editor, on=long_ago.date())
    for row in site["specialties"]:
        looked_after = Condition.objects.filter(slug__in=row["conditions"])
        Specialty.objects.get(slug=row["slug"]).conditions.set(looked_after)
    translations.store_names(by=editor, on=long_ago.date())
    sources: dict[str, Source] = {}
    ada, ben, cara = Reviewer.objects.order_by("slug")
    for table in tables:
        say(f"Loading {table['condition']['name']}")
        for answer in content.answers(table, sources):
            _publish(answer, ada, cara, editor=editor, now=at)
    weeks_ago = at - timedelta(days=20)
    for translation in translations.draft(by=editor, at=weeks_ago):
        _sign(translation, "Übersetzt.", ada, cara, editor=editor, at=weeks_ago)
    _give_the_desk_something_to_show(editor, ada, ben, now=at)
    voices.load(site["voices"], editor=editor, at=at)
    return True


def _publish(
    answer: content.Answer, first: Reviewer, second: Reviewer, *, editor: User, now: datetime
) -> None:
    """As a reviewer's, and a second one's where it takes two."""
    key = (answer.article.condition.slug, answer.article.slug)
    at = now - timedelta(days=_REVIEWED_DAYS_AGO.get(key, 30))
    article = drafting.start(answer.article, by=editor, at=at)
    article = drafting.save_draft(article.pk, answer.draft, expected_version=0, by=editor, at=at)
    _sign(article, "First version.", first, second, editor=editor, at=at)


def _sign(
    article: Article, note: str, first: Reviewer, second: Reviewer, *, editor: User, at: datetime
) -> None:
    needed = staffing.need(None, snapshots.of(article).text).approvals_required
    reviewers = [first, second][:needed]
    request = _ask(article, note, *reviewers, editor=editor, at=at)
    for reviewer in reviewers:
        deciding.approve(request.pk, reviewer=reviewer, decision=_decision(article, at), at=at)


def _give_the_desk_something_to_show(
    editor: User, ada: Reviewer, ben: Reviewer, *, now: datetime
) -> None:
    waiting = _ask_one_more_question("parry-romberg-syndrome", "symptoms", editor, at=now)
    _ask(waiting, "One more question to ask your team.", ada, editor=editor, at=now)

    unclaimed = _ask_one_more_question("systemic-scleroderma", "overview", editor, at=now)
    _ask(unclaimed, "One more question.", editor=editor, at=now, priority=Priority.URGENT)

    three_weeks_ago = now - timedelta(days=21)
    late = _ask_one_more_question("marfan-syndrome", "overview", editor, at=three_weeks_ago)
    _ask(late, "One more question to ask your team.", ben, editor=editor, at=three_weeks_ago)

    held = _ask_one_more_question("myasthenia-gravis", "overview", editor, at=now)
    request = _ask(
        held,
        "One more question to ask your team.",
        ada,
        editor=editor,
        at=now,
        after=AfterApproval.HOLD,
    )
    deciding.approve(request.pk, reviewer=ada, decision=_decision(held, now), at=now)

    scheduled = _ask_one_more_question("cystic-fibrosis", "overview", editor, at=now)
    request = _ask(
        scheduled,
        "One more question to ask your team.",
        ada,
        editor=editor,
        at=now,
        after=AfterApproval.SCHEDULE,
        publish_on=timezone.localdate(now) + timedelta(days=14),
    )
    deciding.approve(request.pk, reviewer=ada, decision=_decision(scheduled, now), at=now)

    returned = _ask_one_more_question("trigeminal-neuralgia", "overview", editor, at=now)
    request = _ask(returned, "One more question.", ben, editor=editor, at=now)
    decision = replace(_decision(returned, now), comment="Say which symptom the question is about.")
    deciding.request_changes(request.pk, reviewer=ben, decision=decision, at=now)

    withdrawing.withdraw_article(
        _article("trigeminal-neuralgia", "outlook").pk,
        reason="Demonstration of a withdrawal.",
        notice="We withdrew this answer to show what a withdrawal looks like.",
        by=editor,
        at=now,
    )


def _ask_one_more_question(condition: str, slug: str, editor: User, *, at: datetime) -> Article:
    """A small, honest change of an answer's draft."""
    article = _article(condition, slug)
    draft = drafts.of(article)
    asked = f"{draft.questions_to_ask}\nWhom do I call when a new symptom appears?".strip()
    return drafting.save_draft(
        article.pk,
        replace(draft, questions_to_ask=asked),
        expected_version=article.draft_version,
        by=editor,
        at=at,
    )


def _article(condition: str, slug: str) -> Article:
    return Article.objects.get(condition__slug=condition, slug=slug, translation_of=None)


def _ask(
    article: Article,
    note: str,
    *reviewers: Reviewer,
    editor: User,
    at: datetime,
    after: AfterApproval = AfterApproval.PUBLISH,
    publish_on: date | None = None,
    priority: Priority = Priority.NORMAL,
) -> ReviewRequest:
    return requesting.submit_for_review(
        article.pk,
        expected_version=article.draft_version,
        change_class=ChangeClass.MATERIAL,
        change_note=note,
        reviewers=reviewers,
        reason="The demonstration has no reviewer of a fitting specialty.",
        priority=priority,
        due_on=timezone.localdate(at) + timedelta(days=14),
        after_approval=after,
        publish_on=publish_on,
        by=editor,
        at=at,
    )


def _decision(article: Article, at: datetime) -> Decision:
    """A whole-page decision with everything filled in; the comment says that it is invented."""
    return Decision(
        scope=Scope.WHOLE_PAGE,
        change_class=ChangeClass.MATERIAL,
        checklist=tuple(checklists.items(article.kind)),
        conflict=False,
        conflict_disqualifies=False,
        conflict_note="",
        comment=_INVENTED,
        review_due_on=freshness.latest_due_date(article.kind, reviewed_on=timezone.localdate(at)),
        reauthenticated="demonstration",
    )
