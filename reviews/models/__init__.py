"""The tables of the review side (`docs/architecture.md` says what each is for)."""

from reviews.models.comments import ReviewComment
from reviews.models.previews import PreviewLink
from reviews.models.records import ReviewRecord
from reviews.models.requests import Assignment, ReviewRequest
from reviews.models.reviewers import Reviewer, Specialty
from reviews.models.unfinished import ReviewDraft

__all__ = [
    "Assignment",
    "PreviewLink",
    "ReviewComment",
    "ReviewDraft",
    "ReviewRecord",
    "ReviewRequest",
    "Reviewer",
    "Specialty",
]
