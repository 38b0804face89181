"""What was said about the versions of an answer: read, and checked against the audit trail."""

from reviews.discussion.checking import audit_trail, digest, faults
from reviews.discussion.threads import (
    Discussion,
    Objection,
    Thread,
    objections,
    of,
    unanswered,
    unresolved,
    where,
)

__all__ = [
    "Discussion",
    "Objection",
    "Thread",
    "audit_trail",
    "digest",
    "faults",
    "objections",
    "of",
    "unanswered",
    "unresolved",
    "where",
]
