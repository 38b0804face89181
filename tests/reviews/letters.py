"""People with an e-mail address, and what reached them."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from reviews.actions import cycling, mailing
from reviews.models import Reviewer, ReviewRequest
from tests import factories as f

DUE = f.TODAY + timedelta(days=14)


def reachable(user: User) -> User:
    """The user with an e-mail address; nobody else has one."""
    user.email = f"{user.username}@health.example"
    user.save()
    return user


def run(day: date) -> mailing.Sent:
    sent = cycling.run(at=f.NOW + (day - f.TODAY)).sent
    assert sent is not None
    return sent


def outbox() -> list[tuple[str, list[str]]]:
    """Subject and recipients of everything that was sent since the last look."""
    letters = [(str(letter.subject), letter.to) for letter in mail.outbox]
    mail.outbox.clear()
    return letters


def only() -> EmailMultiAlternatives:
    (letter,) = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    return letter


def html(letter: EmailMultiAlternatives) -> str:
    ((content, kind),) = letter.alternatives
    assert kind == "text/html"
    assert isinstance(content, str)
    return content


def asked() -> tuple[ReviewRequest, Reviewer]:
    reviewer = f.reviewer(user=reachable(f.user("Reviewers")))
    return f.request(reviewers=[reviewer]), reviewer
