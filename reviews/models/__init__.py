"""The tables of the review side (`docs/architecture.md` says what each is for)."""

from reviews.models.comments import ReviewComment
from reviews.models.previews import PreviewLink
from reviews.models.records import ReviewRecord
from reviews.models.requests import ReviewRequest
from reviews.models.reviewers import Reviewer

__all__ = ["PreviewLink", "ReviewComment", "ReviewRecord", "ReviewRequest", "Reviewer"]
