"""What a rule refused, told to the person at the desk: the one place that translates errors."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest

from articles.errors import Conflict, NotAllowed, NotReady, RuleError, Unchanged

_STATUS: Mapping[type[RuleError], int] = {NotReady: 400, NotAllowed: 403, Conflict: 409}


def status(error: RuleError) -> int:
    """The HTTP status that says the same."""
    return _STATUS.get(type(error), 400)


def sentences(error: RuleError) -> tuple[str, ...]:
    """The error in sentences: one for each problem."""
    return error.problems if isinstance(error, NotReady) else (str(error),)


def on_form(form: BaseForm, error: RuleError) -> None:
    """Put the error above the form's fields. Raises `PermissionDenied` (403) for `NotAllowed`."""
    _refuse(error)
    for sentence in sentences(error):
        form.add_error(None, sentence)


def as_message(request: HttpRequest, error: RuleError) -> None:
    """Say the error on the next page. Raises `PermissionDenied` (403) for `NotAllowed`."""
    _refuse(error)
    level = messages.INFO if isinstance(error, Unchanged) else messages.ERROR
    for sentence in sentences(error):
        messages.add_message(request, level, sentence)


def _refuse(error: RuleError) -> None:
    if isinstance(error, NotAllowed):
        raise PermissionDenied(str(error)) from error
