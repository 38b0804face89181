"""What people say about a version under review, and when it is settled."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.enums import RESOLVABLE, Anchor
from reviews.models.previews import PreviewLink
from reviews.models.records import ReviewRecord
from reviews.models.requests import ReviewRequest
from reviews.models.reviewers import Reviewer

_USER = settings.AUTH_USER_MODEL
_BY_A_USER = Q(author__isnull=False, guest=None)
_BY_A_GUEST = Q(author=None, guest__isnull=False, reviewer=None)


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def unresolved(self) -> "ReviewCommentQuerySet":
        """What was said and is not settled; replies and answers settle with what they answer."""
        return self.filter(anchor__in=RESOLVABLE, resolved_at=None)

    def told(self) -> "ReviewCommentQuerySet":
        """The comments with everything that says who said what about which version."""
        return self.select_related(
            "request__revision", "author", "reviewer", "guest", "resolved_by__reviewer"
        ).order_by("pk")


class ReviewComment(models.Model):
    """One comment, reply or answer, by a user or by the guest of a preview link.

    It names what it hangs on: a field of the snapshot and the quoted words, the title of a
    treatment, the key of a source, an earlier decision, or another comment. `reviewer` is set
    where it was said as a reviewer. Nothing but the resolution ever changes, and that once.
    """

    request = models.ForeignKey(ReviewRequest, models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        _USER, models.PROTECT, null=True, related_name="review_comments", verbose_name=_("author")
    )
    reviewer = models.ForeignKey(Reviewer, models.PROTECT, null=True, related_name="comments")
    guest = models.ForeignKey(PreviewLink, models.PROTECT, null=True, related_name="comments")
    author_name = models.CharField(_("name then"), max_length=200)
    anchor = models.CharField(_("what it hangs on"), max_length=16, choices=Anchor)
    place = models.CharField(_("where"), max_length=400, blank=True)
    quote = models.TextField(_("quoted words"), blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    objection = models.ForeignKey(
        ReviewRecord, models.PROTECT, null=True, related_name="answers", verbose_name=_("objection")
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"))
    # Over everything above; the audit trail keeps it too, so a rewritten comment is found.
    sha256 = models.CharField(_("hash"), max_length=64)
    resolved_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, related_name="resolved_comments"
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("review comment")
        verbose_name_plural = _("review comments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_BY_A_USER | _BY_A_GUEST, name="comment_has_one_author"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(anchor=Anchor.PAGE, place="", quote="", parent=None, objection=None)
                | Q(anchor=Anchor.WORDS, parent=None, objection=None) & ~Q(place="") & ~Q(quote="")
                | Q(
                    anchor__in=[Anchor.TREATMENT, Anchor.SOURCE],
                    quote="",
                    parent=None,
                    objection=None,
                )
                & ~Q(place="")
                | Q(
                    anchor=Anchor.OBJECTION,
                    place="",
                    quote="",
                    parent=None,
                    objection__isnull=False,
                )
                | Q(anchor=Anchor.REPLY, place="", quote="", parent__isnull=False, objection=None),
                name="comment_hangs_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(
                    resolved_by__isnull=False,
                    resolved_at__isnull=False,
                    anchor__in=RESOLVABLE,
                ),
                name="comment_resolution_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.get_anchor_display()}"
