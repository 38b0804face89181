"""The people who may sign, and what they told us about themselves."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Condition, Sealed
from articles.models.validators import validate_no_control_characters, validate_slug
from reviews.enums import State


class Specialty(models.Model):
    """A field of medicine, and the conditions that it looks after."""

    slug = models.SlugField(_("address"), max_length=160, unique=True, validators=[validate_slug])
    name = models.CharField(
        _("name"), max_length=120, unique=True, validators=[validate_no_control_characters]
    )
    conditions = models.ManyToManyField(
        Condition,
        blank=True,
        related_name="specialties",
        verbose_name=_("conditions"),
        help_text=_("Reviewers of this specialty may review every answer on them."),
    )
    pharmacy = models.BooleanField(
        _("pharmacy"),
        default=False,
        help_text=_("Its reviewers may be the second pair of eyes for any medicine."),
    )

    class Meta:
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="specialty_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


def _specialised(article_id: int, *, for_medicines: bool) -> Exists:
    wanted = Q(conditions__articles=article_id)
    if for_medicines:
        wanted |= Q(pharmacy=True)
    return Exists(Specialty.objects.filter(wanted, reviewers=OuterRef("pk")))


def _reads(language: Combinable) -> Q:
    comma = Value(",")
    named = Concat(comma, F("languages"), comma)
    found = StrIndex(named, Concat(comma, language, comma))
    return Q(languages="") | Q(GreaterThan(found, 0))


def _fits(article_id: int, *, for_medicines: bool) -> Q:
    article = Article.objects.filter(pk=article_id)
    specialised = _specialised(article_id, for_medicines=for_medicines)
    return Q(specialised) & _reads(Subquery(article.values("language")))


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    def able_to_sign(self, *, on: date) -> "ReviewerQuerySet":
        """Verified, in date and not suspended on that day, with an account that is active."""
        return self.filter(
            verified_by__isnull=False, valid_until__gte=on, suspended=False, user__is_active=True
        )

    def public(self) -> "ReviewerQuerySet":
        """Those with a page for readers: who is verified, and whoever signed anything."""
        known = Q(verified_by__isnull=False) | Q(records__isnull=False)
        return self.filter(known).distinct()

    def specialised(self, article_id: int, *, for_medicines: bool) -> "ReviewerQuerySet":
        """Those with a specialty that looks after the article's condition.

        With `for_medicines` pharmacists count too, whatever the condition.
        """
        return self.filter(_specialised(article_id, for_medicines=for_medicines))

    def reading(self, language: Combinable) -> "ReviewerQuerySet":
        """Those who review in that language, or named none."""
        return self.filter(_reads(language))

    def fitting(self, article_id: int, *, for_medicines: bool) -> "ReviewerQuerySet":
        """Those `specialised` in the article who review in its language."""
        return self.filter(_fits(article_id, for_medicines=for_medicines))

    def suggested(self, article_id: int, *, for_medicines: bool) -> "ReviewerQuerySet":
        """With whether they are `fitting` and their `load`, those who fit and have time first.

        The load is the number of requests in review for which they are asked.
        """
        waiting = Q(assignments__ended_at=None, assignments__request__state=State.IN_REVIEW)
        return self.annotate(
            fits=_fits(article_id, for_medicines=for_medicines),
            load=Count("assignments", filter=waiting),
        ).order_by("-fits", "load", "name")

    def lock(self, reviewers: Iterable["Reviewer"]) -> None:
        """Lock these reviewers, in id order, until the transaction ends."""
        keys = [reviewer.pk for reviewer in reviewers]
        list(self.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))

    def locked(self, reviewer_id: int) -> "Reviewer":
        """That reviewer as they stand now, unchanged until the transaction ends.

        Raises `Reviewer.DoesNotExist`.
        """
        # Not FOR UPDATE: that would bar other articles' requests from naming the reviewer.
        return self.select_for_update(no_key=True).get(pk=reviewer_id)


class Reviewer(Sealed):
    """A medical reviewer. Deactivated when they leave, never deleted: signatures name them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviewer")
    name = models.CharField(
        _("public name"), max_length=200, validators=[validate_no_control_characters]
    )
    slug = models.SlugField(_("address"), max_length=160, unique=True, validators=[validate_slug])
    credentials = models.CharField(_("credentials"), max_length=300)
    register = models.CharField(_("professional register"), max_length=200)
    registration_number = models.CharField(_("registration number"), max_length=100)
    specialties = models.ManyToManyField(
        Specialty, blank=True, related_name="reviewers", verbose_name=_("specialties")
    )
    # Codes of the site's languages, sorted, with commas between them.
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    other_languages = models.CharField(
        _("other languages"),
        max_length=200,
        blank=True,
        help_text=_("For readers, separated by commas."),
        validators=[validate_no_control_characters],
    )
    standing_conflicts = models.TextField(
        _("standing conflicts of interest"),
        help_text=_("“None declared” where there are none: shown to readers."),
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verified_reviewers",
        verbose_name=_("verified by"),
    )
    verification = models.TextField(_("verified on which evidence"), blank=True)
    valid_until = models.DateField(_("verification valid until"), null=True, blank=True)
    suspended = models.BooleanField(_("suspended"), default=False)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        ordering: ClassVar = ["name"]
        permissions: ClassVar = [("verify_reviewer", "Can verify and suspend reviewers")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("user")),
                name="verifier_is_not_the_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None, valid_until=None)
                | Q(verified_by__isnull=False, valid_until__isnull=False) & ~Q(verification=""),
                name="verification_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(credentials=""),
                name="reviewer_is_named_with_credentials",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reviews:reviewer", args=[self.slug])

    def whole(self) -> dict[str, Any]:
        """Its columns, and the specialties by their keys (one query)."""
        known = sorted(specialty.pk for specialty in self.specialties.all())
        return {**super().whole(), "specialties": known}

    @property
    def reads(self) -> str:
        """The languages they review in, in words."""
        names = dict(settings.LANGUAGES)
        known = [str(names[code]) for code in self.languages.split(",") if code in names]
        return ", ".join([*known, *filter(None, [self.other_languages])])

    def may_sign_on(self, day: date) -> bool:
        """Whether a signature of that day would count."""
        return (
            self.verified_by_id is not None
            and self.valid_until is not None
            and self.valid_until >= day
            and not self.suspended
            and self.user.is_active
        )
