"""How many have to sign a revision, who may be asked, and whether those asked are enough."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import hazards
from articles.enums import ChangeClass
from articles.errors import NotReady
from articles.models import DraftEdit, Publication, Revision, RevisionContributor, Treatment
from reviews.models import Reviewer, Specialty
from reviews.models.reviewers import ReviewerQuerySet


@dataclass(frozen=True)
class Need:
    """How many approvals, whether one of them has to know medicines, and why in words.

    Named as the request keeps them.
    """

    approvals_required: int
    for_medicines: bool
    two_because: str


# Nothing is at stake anew, as where no word changes: one reviewer is enough.
NOTHING_NEW = Need(1, False, "")


def need(live: Publication | None, snapshot: str) -> Need:
    """What those words need against what is live: two approvals where mistakes do most harm."""
    reasons = hazards.between(
        live.revision.snapshot if live else None,
        snapshot,
        medicines=Treatment.objects.medicine_names(),
    )
    return Need(2, True, " ".join(reasons)) if reasons else NOTHING_NEW


def able(*, on: date) -> ReviewerQuerySet:
    """Whoever may sign on that day, with the right to decide."""
    staff = User.objects.with_perm("reviews.decide_request")
    return Reviewer.objects.able_to_sign(on=on).filter(user__in=staff)


def suited(article_id: int, *, for_medicines: bool, on: date) -> ReviewerQuerySet:
    """Those of them whose specialty looks after the answer, and who review in its language."""
    return able(on=on).fitting(article_id, for_medicines=for_medicines)


def suiting(user: User, *, on: date) -> Q:
    """The requests for which this user is `suited` on that day."""
    if not user.has_perm("reviews.decide_request"):
        return Q(pk__in=())
    # One person's right is known: asked of the database, `able` would ask it of everybody.
    own = Reviewer.objects.able_to_sign(on=on).filter(user=user)
    mine = Specialty.objects.filter(reviewers__in=own)
    fits = Q(article__condition__in=mine.values("conditions"))
    fits |= Q(Exists(mine.filter(pharmacy=True)), for_medicines=True)
    return fits & Q(Exists(own.reading(OuterRef("article__language"))))


def writers(revision: Revision) -> set[int]:
    """The ids of the users who can never sign for that revision."""
    wrote = contributors(revision)
    if revision.proposed_class == ChangeClass.MATERIAL or revision.publications.exists():
        # It takes a review of the whole page, which no editor of the answer can sign.
        wrote |= editors(revision.article_id)
    return wrote


def writers_to_be(article_id: int, *, by: User, words: Revision | None = None) -> set[int]:
    """As `writers`, of what `by` is about to put before reviewers: the draft, or those words."""
    return {by.pk} | editors(article_id) | (contributors(words) if words else set())


def written_by(user: User) -> Q:
    """The requests for revisions of which this user is among the `writers`."""
    wrote = RevisionContributor.objects.filter(revision=OuterRef("revision"), user=user)
    edited = DraftEdit.objects.filter(article=OuterRef("article"), editor=user)
    published = Publication.objects.filter(revision=OuterRef("revision"))
    whole_page = Q(revision__proposed_class=ChangeClass.MATERIAL) | Q(Exists(published))
    return Q(Exists(wrote)) | Q(Exists(edited)) & whole_page


def contributors(revision: Revision) -> set[int]:
    """The ids of the users whose new words are in that revision."""
    return set(revision.contributions.values_list("user_id", flat=True))


def editors(article_id: int) -> set[int]:
    """The ids of the users who ever edited the answer."""
    edits = DraftEdit.objects.filter(article_id=article_id)
    return set(edits.values_list("editor_id", flat=True))


def candidates(
    article_id: int, wanted: Need, *, wrote: Collection[int], on: date
) -> ReviewerQuerySet:
    """Whom an editor may ask on that day, the most suitable first: nobody of those who `wrote`."""
    others = able(on=on).exclude(user__in=wrote)
    return others.suggested(article_id, for_medicines=wanted.for_medicines)


def fitting(revision: Revision, *, for_medicines: bool, on: date) -> ReviewerQuerySet:
    """Who could claim a review of that revision on that day, whoever is asked already."""
    others = able(on=on).exclude(user__in=writers(revision))
    return others.fitting(revision.article_id, for_medicines=for_medicines)


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
    whom it does not fit, and what nobody is left to claim.
    """
    chosen = Reviewer.objects.filter(pk__in=[reviewer.pk for reviewer in asked])
    article_id, medicines = revision.article_id, wanted.for_medicines
    fitting_ones = chosen.fitting(article_id, for_medicines=medicines)
    fit = frozenset(fitting_ones.values_list("pk", flat=True))
    problems = [*_unable(new, revision, on=on), *_unfitting(new, fit, reason)]
    free = wanted.approvals_required - len(asked)
    if free > 0:
        others = fitting(revision, for_medicines=medicines, on=on)
        missing = free - others.exclude(pk__in=chosen).count()
        if missing > 0:
            problems.append(_too_few(missing))
    elif medicines and not chosen.specialised(article_id, for_medicines=True).exists():
        problems.append(
            _("Reviewers to ask: one of them has to be a pharmacist or of a fitting specialty.")
        )
    if problems:
        raise NotReady(problems)
    return fit


def _too_few(missing: int) -> str:
    return ngettext(
        "Reviewers to ask: name %(count)d more, as nobody whom it fits could claim it.",
        "Reviewers to ask: name %(count)d more, as nobody whom it fits could claim it.",
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
            yield _("Reason: say why you ask %(name)s, whom it does not fit.") % {
                "name": reviewer.name
            }
