"""Published words as frozen values (`docs/architecture.md`): the one loader of all renderings."""

from articles.pages.indexes import a_to_z
from articles.pages.loading import answer, condition, newest, preview, treatment

__all__ = ["a_to_z", "answer", "condition", "newest", "preview", "treatment"]
