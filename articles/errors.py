"""The one family of errors that rules raise; the edge turns them into messages and statuses."""

from collections.abc import Sequence


class RuleError(Exception):
    """A rule of the house was not met. `str()` is a sentence fit for the person who acted."""


class NotAllowed(RuleError):
    """This person may not do this (HTTP 403)."""


class Conflict(RuleError):
    """The world moved on since the person looked (HTTP 409)."""


class Unchanged(RuleError):
    """Nothing differs from what already stands, so nothing was recorded."""


class NotReady(RuleError):
    """Something is missing or wrong; `problems` lists each in a sentence that names its field."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)
