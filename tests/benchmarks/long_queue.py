"""A desk with a long queue, most of it written in bulk."""

import hashlib
import json
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.enums import ChangeClass, QuestionKind
from articles.models import Article, Condition, Revision
from reviews.models import Assignment, Reviewer, ReviewRequest
from tests import factories as f

REQUESTS = 10_000
CHANGED = 60
PARAGRAPHS = "\n\n".join(
    f"## Part {part}\n\nDoctors try {part} mg daily to calm the disease, and look again after "
    "some weeks. Which treatment fits differs from person to person, so a team of specialists "
    "plans it together with the person and their family.[^smith]"
    for part in range(25)
)


def fill() -> dict[str, User]:
    """A queue whose first pages change live answers; the rest is first publications."""
    at = timezone.now()
    editor, reviewer, second = f.user("Editors"), f.reviewer(), f.reviewer()
    for _number in range(CHANGED):
        article = f.published(f.article(saved=f.draft(body=PARAGRAPHS), by=editor, at=at), at=at)
        words = PARAGRAPHS.replace("some weeks", "two weeks").replace("7 mg", "10 mg")
        changed = f.save(article, by=editor, body=words, at=at)
        f.request(changed, reviewers=[reviewer, second], at=at)
    bulk(REQUESTS - CHANGED, editor, reviewer)
    return {"reviewer": reviewer.user, "editor": editor, "publisher": f.user("Publishers")}


def bulk(many: int, editor: User, reviewer: Reviewer) -> None:
    """So many first publications that wait for that reviewer, past the actions."""
    at, conditions = timezone.now(), [f.condition() for _number in range(100)]
    articles = Article.objects.bulk_create(
        _article(conditions[number % 100], number) for number in range(many)
    )
    words = json.loads(Revision.objects.latest("pk").snapshot)
    revisions = []
    for article in articles:
        text = json.dumps(words | {"question": article.question}, sort_keys=True)
        revisions.append(
            Revision(
                article=article,
                number=1,
                snapshot=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                draft_version=1,
                proposed_class=ChangeClass.MATERIAL,
                change_note="First.",
                submitted_by=editor,
                submitted_at=at,
            )
        )
    revisions = Revision.objects.bulk_create(revisions, batch_size=500)
    requests = ReviewRequest.objects.bulk_create(
        (
            ReviewRequest(
                article_id=revision.article_id,
                revision=revision,
                outline={"first": True},
                due_on=at.date() + timedelta(days=15 + number % 200),
                opened_by=editor,
                opened_at=at,
            )
            for number, revision in enumerate(revisions)
        ),
        batch_size=500,
    )
    Assignment.objects.bulk_create(
        (
            Assignment(request=request, reviewer=reviewer, named_by=editor, at=at)
            for request in requests
        ),
        batch_size=500,
    )


def _article(condition: Condition, number: int) -> Article:
    return Article(
        condition=condition,
        kind=QuestionKind.OTHER,
        question=f"Question {number} of a long queue?",
        slug=f"long-{number}",
        body=PARAGRAPHS,
        draft_version=1,
    )
