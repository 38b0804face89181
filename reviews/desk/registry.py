"""Everything that is registered at the desk, in one list."""

from django.contrib.auth.models import Group, User

from articles.models import (
    Article,
    AuditEvent,
    Condition,
    DraftEdit,
    Erratum,
    MissedSearch,
    Publication,
    Revision,
    SiteText,
    Source,
    Treatment,
    Withdrawal,
)
from reviews.desk import catalogue, evidence, missed, people
from reviews.desk.articles import ArticleAdmin
from reviews.desk.review import ReviewRequestAdmin
from reviews.desk.site import site
from reviews.models import Reviewer, ReviewRecord, ReviewRequest, Specialty

__all__ = ["site"]

site.register(Article, ArticleAdmin)
site.register(ReviewRequest, ReviewRequestAdmin)
site.register(Condition, catalogue.ConditionAdmin)
site.register(Treatment, catalogue.TreatmentAdmin)
site.register(Source, catalogue.SourceAdmin)
site.register(Reviewer, people.ReviewerAdmin)
site.register(Specialty, people.SpecialtyAdmin)
site.register(User, people.UserAdmin)
site.register(Group, people.GroupAdmin)
site.register(Revision, evidence.RevisionAdmin)
site.register(Erratum, evidence.ErratumAdmin)
site.register(Publication, evidence.PublicationAdmin)
site.register(Withdrawal, evidence.WithdrawalAdmin)
site.register(SiteText, evidence.SiteTextAdmin)
site.register(AuditEvent, evidence.AuditEventAdmin)
site.register(DraftEdit, evidence.DraftEditAdmin)
site.register(MissedSearch, missed.MissedSearchAdmin)
site.register(ReviewRecord, evidence.ReviewRecordAdmin)
