"""A library of live answers, an alert that concerns few of them, and a source that fell."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from articles.actions import catalogue
from articles.enums import PublicationKind, Retraction, WithdrawalKind
from articles.guards import install as guards
from articles.models import Article, Publication, Revision
from tests import factories as f


def fill() -> int:
    """Make every first version live, past the actions and the guards; returns how many are."""
    at, made = timezone.now(), Publication.objects.latest("pk")
    revisions = Revision.objects.filter(number=1, article__live=None)
    guards.lift(connection)
    publications = Publication.objects.bulk_create(
        (
            Publication(
                article_id=article_id,
                revision_id=pk,
                kind=PublicationKind.PUBLISH,
                approval=uuid4(),
                signers=made.signers,
                last_reviewed_on=at.date() - timedelta(days=30),
                review_due_on=at.date() + timedelta(days=number % 400 - 20),
                published_at=at,
                published_by=made.published_by,
            )
            for number, (pk, article_id) in enumerate(revisions.values_list("pk", "article_id"))
        ),
        batch_size=500,
    )
    for publication in publications:
        Article.objects.filter(pk=publication.article_id).update(live=publication)
    guards.install(connection)
    later, named = at + timedelta(minutes=1), f.treatment("Rarelocin")
    f.published(f.article(saved=f.draft(entries=(f.entry(named),)), at=at), at=at)
    f.alerted(named, WithdrawalKind.CAUTION, at=later)
    source = f.source()
    source.retraction = Retraction.RETRACTED
    catalogue.save(source, changed=["retraction"], by=f.user("Editors"), at=later)
    return Article.objects.filter(live__isnull=False).count()
