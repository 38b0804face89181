"""What a check finds."""

from dataclasses import dataclass

CHUNK = 200
# From a publication to all that says where it is.
ROUTE = ("revision__article__condition",)


@dataclass(frozen=True)
class Fault:
    """Where the evidence does not hold, and in which way."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
