"""Who vouches for a publication, read from its own row."""

import json
from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import freshness
from articles.languages import path_in
from articles.models import Article, Publication
from articles.pages.values import Review, Signer, Version


def review(publication: Publication, *, on: date) -> Review:
    """The review panel of a publication on a day; needs `revision` and `rests_on` loaded."""
    kind = publication.article.kind
    due_on = publication.review_due_on
    whole_page = publication.rests_on
    statements = [*(signed(whole_page) if whole_page else ()), *signed(publication)]
    return Review(
        number=publication.revision.number,
        sha256=publication.revision.sha256,
        change_note=publication.revision.change_note,
        kind_label=publication.get_kind_display(),
        signers=tuple(statements),
        last_reviewed_on=publication.last_reviewed_on,
        review_due_on=due_on,
        lapses_on=freshness.lapses_on(kind, due_on=due_on),
        published_at=publication.published_at,
        published_on=timezone.localdate(publication.published_at),
        freshness=freshness.of(kind, due_on=due_on, on=on),
    )


def version(article: Article, number: int) -> Version:
    """The article's publication of that number; needs `condition` loaded."""
    address = (article.condition.slug, article.slug)
    return Version(
        number=number,
        path=path_in(article.language, "articles:version", *address, number),
        history=path_in(article.language, "articles:history", *address),
    )


def signed(publication: Publication) -> Iterable[Signer]:
    """The signers as they signed: parsed from the statements that the publication keeps."""
    for statement in json.loads(publication.signers):
        declared = (statement["standing_conflicts"], statement["conflict_note"])
        yield Signer(
            name=statement["name"],
            path=reverse("reviews:reviewer", args=[statement["slug"]]),
            credentials=statement["credentials"],
            registration=statement["registration"],
            scope_label=(
                _("the whole page") if statement["scope"] == "whole_page" else _("only the changes")
            ),
            signed_on=date.fromisoformat(statement["signed_on"]),
            conflicts=tuple(text for text in declared if text),
        )
