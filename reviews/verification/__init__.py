"""The same for who was asked, what reviewers signed, and publications against the signatures."""

from collections.abc import Iterator

from django.db.models import QuerySet

from articles.models import Article
from articles.verification import Fault
from reviews import discussion
from reviews.verification import asking, reviewers, signatures
from reviews.verification.signatures import of_record

__all__ = ["audit_trail", "faults", "of_record"]


def audit_trail() -> Iterator[Fault]:
    """Events that tell of a row that is not there, and what does not hold of reviewers."""
    yield from asking.audit_trail()
    yield from reviewers.audit_trail()
    yield from signatures.audit_trail()
    yield from discussion.audit_trail()


def faults(articles: QuerySet[Article]) -> Iterator[Fault]:
    """What does not hold of those articles' requests, signatures and comments, and of the
    publications that rest on them."""
    yield from asking.faults(articles)
    yield from signatures.faults(articles)
    yield from discussion.faults(articles)
    yield from signatures.publications(articles)
