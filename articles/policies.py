"""Who may do what to articles: pure predicates over a user's rights."""

from django.contrib.auth.models import AnonymousUser, User

from articles.errors import NotAllowed

Person = User | AnonymousUser


def may_edit(user: Person) -> bool:
    """Draft and submit answers; see drafts, revisions and their history."""
    return user.is_active and user.has_perm("articles.change_article")


def may_create(user: Person) -> bool:
    """Start a new answer."""
    return user.is_active and user.has_perm("articles.add_article")


def may_publish(user: Person) -> bool:
    """Publish what reviewers approved and an editor held back."""
    return user.is_active and user.has_perm("articles.publish_article")


def may_withdraw(user: Person) -> bool:
    """Take an answer back, or warn of a treatment; needs one person and a reason."""
    return user.is_active and user.has_perm("articles.withdraw_article")


def may_triage(user: Person) -> bool:
    """Decide about experiences, reports and questions that readers sent."""
    return user.is_active and user.has_perm("articles.triage_voices")


def require(allowed: bool, why: str) -> None:
    """Raise `NotAllowed` with that sentence unless it is allowed."""
    if not allowed:
        raise NotAllowed(why)
