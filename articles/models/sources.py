"""The bibliographic catalogue."""

from typing import ClassVar

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import Retraction, SourceKind

# DOI Handbook 2.2: prefix "10.", registrant, slash, suffix; Crossref's own pattern.
validate_doi = RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI looks like 10.1000/182."))
validate_pmid = RegexValidator(r"^\d{1,9}$", _("A PMID is a number of up to nine digits."))
# Nothing but the web may be linked: no javascript:, no data:.
validate_web_address = URLValidator(schemes=["http", "https"])


class Source(models.Model):
    """A publication that answers cite. Editing it changes drafts only, never published words."""

    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind)
    title = models.CharField(_("title"), max_length=500)
    authors = models.CharField(_("authors"), max_length=500, blank=True)
    container = models.CharField(_("journal or book"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    volume = models.CharField(_("volume"), max_length=32, blank=True)
    issue = models.CharField(_("issue"), max_length=32, blank=True)
    pages = models.CharField(_("pages or article number"), max_length=32, blank=True)
    doi = models.CharField(_("DOI"), max_length=200, blank=True, validators=[validate_doi])
    pmid = models.CharField(_("PMID"), max_length=9, blank=True, validators=[validate_pmid])
    url = models.URLField(
        _("web address"), max_length=500, blank=True, validators=[validate_web_address]
    )
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)
    note = models.CharField(_("note for readers"), max_length=300, blank=True)
    retraction = models.CharField(
        _("standing"), max_length=16, choices=Retraction, default=Retraction.NONE
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar = ["title", "year"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="source_has_a_title"),
            models.UniqueConstraint(
                fields=["doi"], condition=~models.Q(doi=""), name="source_doi_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=SourceKind.values), name="source_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(retraction__in=Retraction.values),
                name="source_standing_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title
