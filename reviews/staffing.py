"""How many have to sign a revision, who may be asked, and whether those asked are enough."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import hazards
from articles.enums import ChangeClass
from articles.errors import NotReady
from articles.models import DraftEdit, Publication, Revision
from reviews.models import Reviewer
from reviews.models.reviewers import ReviewerQuerySet


@dataclass(frozen=True)
class Need:
    """How many approvals, whether one of them has to know medicines, and why in words.

    Named as the request keeps them.
    """

    approvals_required: int
    for_medicines: bool
    two_because: str


def need(live: Publication | None, snapshot: str) -> Need:
    """What those words need against what is live: two approvals where mistakes do most harm.

    Where no word changes nothing is at stake anew, so one reviewer reconfirms.
    """
    reasons = hazards.between(live.revision.snapshot if live else None, snapshot)
    return Need(2 if reasons else 1, bool(reasons), " ".join(reasons))


def writers(revision: Revision) -> set[int]:
    """The ids of the users who can never sign for that revision."""
    wrote = set(revision.contributions.values_list("user_id", flat=True))
    if revision.proposed_class == ChangeClass.MATERIAL or revision.publications.exists():
        # It takes a review of the whole page, which no editor of the answer can sign.
        edits = DraftEdit.objects.filter(article_id=revision.article_id)
        wrote |= set(edits.values_list("editor_id", flat=True))
    return wrote


def candidates(revision: Revision, wanted: Need, *, on: date) -> ReviewerQuerySet:
    """Whom an editor may ask for that revision on that day, the most suitable first."""
    able = Reviewer.objects.able_to_sign(on=on).exclude(user__in=writers(revision))
    staff = able.filter(user__in=User.objects.with_perm("reviews.decide_request"))
    return staff.suggested(revision.article_id, for_medicines=wanted.for_medicines)


def fitting(revision: Revision, *, for_medicines: bool, on: date) -> ReviewerQuerySet:
    """Who could claim a review of that revision on that day, whoever is asked already."""
    able = Reviewer.objects.able_to_sign(on=on).exclude(user__in=writers(revision))
    staff = User.objects.with_perm("reviews.decide_request")
    return able.filter(user__in=staff).fitting(revision.article_id, for_medicines=for_medicines)


def require_staffed(
    revision: Revision,
    wanted: Need,
    *,
    asked: Sequence[Reviewer],
    new: Collection[Reviewer],
    reason: str,
    on: date,
) -> frozenset[int]:
    """The ids of those asked who fit. `new` are those of them whom nobody had asked before.

    Raises `NotReady` naming each of the new who could not sign, a missing reason for somebody
    of another specialty, and what nobody is left to claim.
    """
    fits = Reviewer.objects.fitting(revision.article_id, for_medicines=wanted.for_medicines)
    fit = frozenset(fits.filter(pk__in=[r.pk for r in asked]).values_list("pk", flat=True))
    problems = [*_unable(new, revision, on=on), *_unfitting(new, fit, reason)]
    free = wanted.approvals_required - len(asked)
    if free > 0:
        others = fitting(revision, for_medicines=wanted.for_medicines, on=on)
        missing = free - others.exclude(pk__in=[reviewer.pk for reviewer in asked]).count()
        if missing > 0:
            problems.append(_too_few(missing))
    elif wanted.for_medicines and not fit:
        problems.append(
            _("Reviewers to ask: one of them has to be a pharmacist or of a fitting specialty.")
        )
    if problems:
        raise NotReady(problems)
    return fit


def _too_few(missing: int) -> str:
    return ngettext(
        "Reviewers to ask: name %(count)d more, as nobody of a fitting specialty could claim it.",
        "Reviewers to ask: name %(count)d more, as nobody of a fitting specialty could claim it.",
        missing,
    ) % {"count": missing}


def _unable(reviewers: Collection[Reviewer], revision: Revision, *, on: date) -> Iterator[str]:
    wrote = writers(revision)
    for reviewer in reviewers:
        if reviewer.user_id in wrote:
            yield _("Reviewer: %(name)s wrote part of this answer.") % {"name": reviewer.name}
    for reviewer in reviewers:
        if not reviewer.may_sign_on(on):
            yield _("Reviewer: the verification of %(name)s is missing, over or suspended.") % {
                "name": reviewer.name
            }


def _unfitting(reviewers: Collection[Reviewer], fit: frozenset[int], reason: str) -> Iterator[str]:
    if reason.strip():
        return
    for reviewer in reviewers:
        if reviewer.pk not in fit:
            yield _("Reason: say why you ask %(name)s, who is of another specialty.") % {
                "name": reviewer.name
            }
