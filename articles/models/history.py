"""What was submitted, what was published, and what was taken back. None of it ever changes."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import ChangeClass, PublicationKind, SiteTextKind, WithdrawalKind
from articles.models.drafts import Article
from articles.models.evidence import Evidence
from articles.models.treatments import Treatment

_USER = settings.AUTH_USER_MODEL
# A literal in the index and in the query: SQLite takes a partial index for no parameter.
_WITH_PICTURES = Q(
    Func(
        F("snapshot"),
        template="%(expressions)s LIKE '%%%%/uploads/%%%%'",
        output_field=models.BooleanField(),
    )
)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def published(self) -> "RevisionQuerySet":
        """Those that were published, whatever became of them."""
        return self.filter(publications__isnull=False).distinct()

    def with_pictures(self) -> "RevisionQuerySet":
        """Those whose words name an uploaded picture; an index has them."""
        return self.filter(_WITH_PICTURES)


class Revision(Evidence):
    """One frozen snapshot: canonical JSON text and the SHA-256 over its UTF-8 bytes."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    snapshot = models.TextField(_("snapshot"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    draft_version = models.PositiveIntegerField(_("draft version"))
    based_on = models.ForeignKey(
        "articles.Publication", models.PROTECT, null=True, related_name="successors"
    )
    # The version of the original that a translation was made from; empty for an original.
    translates = models.ForeignKey(
        "articles.Publication", models.PROTECT, null=True, related_name="translated_by"
    )
    proposed_class = models.CharField(_("change class"), max_length=16, choices=ChangeClass)
    change_note = models.CharField(_("what changed, for readers"), max_length=500)
    # What was wrong and what is right, where readers may have acted on an error.
    correction = models.CharField(_("correction, for readers"), max_length=1000, blank=True)
    # The earlier version whose very words this one brings back.
    restores = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="restorations"
    )
    submitted_by = models.ForeignKey(_USER, models.PROTECT, related_name="submissions")
    submitted_at = models.DateTimeField(_("submitted at"))
    contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="articles.RevisionContributor",
        related_name="contributions",
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering: ClassVar = ["article", "number"]
        indexes: ClassVar = [
            models.Index(
                fields=["article"], condition=_WITH_PICTURES, name="revision_with_pictures"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
            models.CheckConstraint(
                condition=Q(proposed_class__in=ChangeClass.values),
                name="proposed_class_is_known",
            ),
            models.CheckConstraint(
                condition=Q(correction="", restores=None)
                | Q(based_on__isnull=False, proposed_class=ChangeClass.MATERIAL),
                name="what_corrects_or_restores_published_words_is_material",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} · version {self.number}"

    def whole(self) -> dict[str, Any]:
        """Its columns, and who contributed: four eyes rest on that (one query)."""
        people = sorted(row.user_id for row in self.contributions.all())
        return {**super().whole(), "contributors": people}


class Erratum(Evidence):
    """What editors add beside a change note that was wrong; the note itself stays as signed."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="errata")
    text = models.CharField(_("what the note should have said"), max_length=500)
    reason = models.TextField(_("reason, for the record"))
    by = models.ForeignKey(_USER, models.PROTECT, related_name="errata")
    at = models.DateTimeField(_("at"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("erratum to a change note")
        verbose_name_plural = _("errata to change notes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="erratum_has_a_text"),
            models.CheckConstraint(condition=~Q(reason=""), name="erratum_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.text}"


class RevisionContributor(models.Model):
    """Someone whose words are in a revision, so that they cannot sign for it."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="contributions")
    user = models.ForeignKey(_USER, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "user"], name="contributor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.revision_id}"


class Publication(Evidence):
    """A revision made public on the strength of approvals that no other publication used.

    `approval` is the key of the review request, `signers` the statements that were signed:
    a JSON array of the review records' own canonical texts, byte for byte.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="publications")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="publications")
    kind = models.CharField(_("kind"), max_length=16, choices=PublicationKind)
    approval = models.UUIDField(_("approval"), unique=True)
    signers = models.TextField(_("signed statements"))
    # The publication whose whole-page review still holds; empty when it is this one's own.
    rests_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    last_reviewed_on = models.DateField(_("last reviewed on"))
    review_due_on = models.DateField(_("review due on"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(_USER, models.PROTECT, related_name="published")

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering: ClassVar = ["article", "pk"]
        get_latest_by = "pk"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(review_due_on__gt=F("last_reviewed_on")),
                name="review_due_after_last_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PublicationKind.values), name="publication_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} published {self.published_at:%Y-%m-%d}"


class Withdrawal(Evidence):
    """A word about an article or a treatment that must not be used as it stands, or its end."""

    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="withdrawals"
    )
    # What was live then, so that nobody has to compare clocks to know what was withdrawn.
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="withdrawals"
    )
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, null=True, blank=True, related_name="withdrawals"
    )
    # What it was called while the alert stands, a name a line, its own first: it may be renamed.
    names = models.TextField(_("names of the treatment then"), blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=WithdrawalKind)
    scope = models.CharField(_("what it concerns"), max_length=300, blank=True)
    reason = models.TextField(_("reason, for the record"))
    notice = models.TextField(_("notice to readers"))
    by = models.ForeignKey(_USER, models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering: ClassVar = ["pk"]
        get_latest_by = "pk"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, publication__isnull=False, treatment=None)
                | Q(article=None, publication=None, treatment__isnull=False),
                name="withdrawal_of_one_article_or_one_treatment",
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, kind__in=["withdraw", "lift"])
                | Q(treatment__isnull=False, kind__in=["caution", "stop", "lift"]),
                name="withdrawal_kind_fits",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason"),
            models.CheckConstraint(condition=~Q(notice=""), name="withdrawal_has_a_notice"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article or self.treatment}"

    @property
    def subject(self) -> models.Model:
        """The article or treatment that it is about."""
        return self.article or self.treatment or self


class SiteTextQuerySet(models.QuerySet["SiteText"]):
    def current(self, *, language: str) -> dict[str, "SiteText"]:
        """The newest text of each kind: in that language, else in the site's own (one query)."""
        found = {(text.kind, text.language): text for text in self.order_by("pk")}
        own = {kind: text for (kind, code), text in found.items() if code == settings.LANGUAGE_CODE}
        return own | {kind: text for (kind, code), text in found.items() if code == language}

    def is_newest(self, pk: int, kind: SiteTextKind) -> bool:
        """Whether that is the newest version of the kind in its language."""
        text = self.filter(pk=pk, kind=kind).first()
        return (
            text is not None
            and not self.filter(kind=kind, language=text.language, pk__gt=pk).exists()
        )


class SiteText(Evidence):
    """One version of a text that stands beside answers, and who signed it."""

    kind = models.CharField(_("kind"), max_length=24, choices=SiteTextKind)
    language = models.CharField(_("language"), max_length=8, default="en")
    region = models.CharField(_("region"), max_length=60, blank=True)
    text = models.TextField(_("text"))
    signed_by = models.CharField(_("signed by"), max_length=200)
    at = models.DateTimeField(_("at"))

    objects = SiteTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("site text")
        verbose_name_plural = _("site texts")
        ordering: ClassVar = ["kind", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="site_text_is_not_empty"),
            models.CheckConstraint(
                condition=Q(kind__in=SiteTextKind.values), name="site_text_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
