"""Everything that is registered at the desk, in one list."""

from reviews.desk.site import site

__all__ = ["site"]
