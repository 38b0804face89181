"""Who looks after an answer: the editor whom the desk's lists and letters name first."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import policies
from articles.actions import audit
from articles.errors import NotReady, Unchanged
from articles.models import Article


@transaction.atomic
def hand_over(article_id: int, *, to: User, by: User, at: datetime) -> Article:
    """Make another editor the owner of the answer.

    Raises `NotReady` for somebody who may not edit, `Unchanged` for its owner.
    """
    policies.require(policies.may_edit(by), _("Only editors hand answers over."))
    article = Article.objects.locked(article_id)
    if not policies.may_edit(to):
        raise NotReady([_("Owner: choose an editor.")])
    if article.owner_id == to.pk:
        raise Unchanged(_("They look after it already."))
    article.owner = to
    article.save(update_fields=["owner"])
    audit.record("handed over", article, by=by, at=at, to=to.get_username())
    return article
