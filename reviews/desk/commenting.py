"""The discussion on the review screen: where comments hang, and what is done about them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import changes, notation
from articles.differences import Field
from articles.errors import RuleError
from articles.notation import Finding
from reviews import discussion, policies
from reviews.actions import commenting
from reviews.desk import outcomes
from reviews.desk.differences import Differences, Item
from reviews.desk.queue import QueueAdmin
from reviews.desk.signing import signed_in
from reviews.discussion import Discussion, Thread
from reviews.enums import Anchor
from reviews.forms.comment import CommentForm, SaidForm
from reviews.models import ReviewComment, ReviewRequest


@dataclass(frozen=True)
class Board:
    """The discussion laid out for one person, over what differs.

    Threads on a treatment or a source hang on its item, those on another field that changed
    beside it in `changes`; what has no place on the screen is `loose`.
    """

    discussion: Discussion
    differences: Differences
    changes: tuple[tuple[Field, tuple[Thread, ...]], ...]
    loose: tuple[Thread, ...]
    # What is misread in this version: each what an editor calls its field, and the finding.
    notation: tuple[tuple[str, Finding], ...]
    may_comment: bool
    # Whether they speak as a reviewer of this version: only then they answer objections.
    as_reviewer: bool
    user_id: int


class CommentingAdmin(QueueAdmin):
    """Requests whose versions are talked about."""

    def get_urls(self) -> list[URLPattern]:
        wrap, stem = self.admin_site.admin_view, "reviews_reviewrequest"
        one = "<str:object_id>"
        return [
            path(f"{one}/comment/", wrap(self.comment_view), name=f"{stem}_comment"),
            path(f"{one}/comments/<int:key>/", wrap(self.reply_view), name=f"{stem}_reply"),
            path(f"{one}/objections/<int:key>/", wrap(self.answer_view), name=f"{stem}_answer"),
            *super().get_urls(),
        ]

    def comment_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new comment on the version, its words, a treatment or a source."""
        review = self.seen(request, object_id)
        form = CommentForm(request.POST)

        def act() -> ReviewComment:
            return commenting.comment(
                review.pk,
                on=form.hook(),
                text=form.cleaned_data["text"],
                by=signed_in(request),
                at=timezone.now(),
            )

        return self._act(request, review, form, act, _("Your comment stands where it belongs."))

    def reply_view(self, request: HttpRequest, object_id: str, key: int) -> HttpResponse:
        """A reply to a comment on this or an earlier version, or its resolution."""
        review = self.seen(request, object_id)
        said = ReviewComment.objects.filter(pk=key, request__article=review.article_id)
        if not said.exists():
            raise Http404
        form = SaidForm(request.POST)
        resolves = "_resolve" in request.POST
        action = commenting.resolve if resolves else commenting.reply

        def act() -> ReviewComment:
            text = form.cleaned_data["text"]
            return action(key, text=text, by=signed_in(request), at=timezone.now())

        done = _("The comment is resolved.") if resolves else _("Your reply is added.")
        return self._act(request, review, form, act, done)

    def answer_view(self, request: HttpRequest, object_id: str, key: int) -> HttpResponse:
        """A reviewer's answer to what was objected to in an earlier version."""
        review = self.seen(request, object_id)
        form = SaidForm(request.POST)

        def act() -> ReviewComment:
            return commenting.answer_objection(
                review.pk,
                key,
                text=form.cleaned_data["text"],
                by=signed_in(request),
                at=timezone.now(),
            )

        return self._act(request, review, form, act, _("The objection is answered."))

    def _act(
        self,
        request: HttpRequest,
        review: ReviewRequest,
        form: CommentForm | SaidForm,
        act: Callable[[], ReviewComment],
        done: str,
    ) -> HttpResponse:
        """Do it and lead back to where it stands, or show what was typed and what is wrong."""
        if request.method != "POST":
            return redirect(review.get_absolute_url())
        problems: tuple[str, ...] = ()
        status = 400
        if form.is_valid():
            try:
                said = act()
            except RuleError as error:
                problems, status = outcomes.sentences(error), outcomes.status(error)
            else:
                messages.success(request, done)
                return redirect(f"{review.get_absolute_url()}#comment-{said.pk}")
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Comment"),
            "review": review,
            "form": form,
            "problems": problems,
            "resolves": "_resolve" in request.POST,
        }
        return TemplateResponse(
            request, "admin/reviews/reviewrequest/comment.html", context, status=status
        )


def board(request: HttpRequest, review: ReviewRequest, differences: Differences) -> Board:
    """The discussion as the signed-in user sees it on the request's screen."""
    user = signed_in(request)
    found = discussion.of(review)
    places = {thread.comment.pk: _place(thread, differences) for thread in found.threads}
    hung = {place: _at(place, found, places) for place in set(places.values()) if place}
    return Board(
        discussion=found,
        differences=_hung(differences, hung),
        changes=tuple((field, hung.get(field.name, ())) for field in differences.changes),
        loose=_at("", found, places),
        notation=notation.in_snapshot(review.revision.snapshot),
        may_comment=not policies.why_not_comment(user, review, on=timezone.localdate()),
        as_reviewer=policies.speaks_as(user, review, on=timezone.localdate()) is not None,
        user_id=user.pk,
    )


def _at(place: str, found: Discussion, places: Mapping[int, str]) -> tuple[Thread, ...]:
    return tuple(thread for thread in found.threads if places[thread.comment.pk] == place)


def _place(thread: Thread, differences: Differences) -> str:
    """The id of the part of the screen where a thread hangs; empty where it has none."""
    comment = thread.comment
    treatments = {item.title for item in differences.treatments}
    sources = {item.title for item in differences.sources}
    if comment.anchor == Anchor.TREATMENT and comment.place in treatments:
        return f"treatments.{comment.place}"
    if comment.anchor == Anchor.SOURCE and comment.place in sources:
        return f"citations.{comment.place}"
    if comment.anchor == Anchor.WORDS:
        title = changes.title(comment.place)
        if title in treatments | sources:
            return f"{comment.place.partition('.')[0]}.{title}"
        return comment.place if comment.place in {f.name for f in differences.changes} else ""
    return ""


def _hung(differences: Differences, hung: Mapping[str, tuple[Thread, ...]]) -> Differences:
    def on_item(part: str, item: Item) -> Item:
        return replace(item, threads=hung.get(f"{part}.{item.title}", ()))

    return replace(
        differences,
        treatments=tuple(on_item("treatments", item) for item in differences.treatments),
        sources=tuple(on_item("citations", item) for item in differences.sources),
    )
