"""Filters of the desk's lists. One that has nothing to offer to somebody's role is not shown."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from reviews.frontpage.values import PARAMETER, Rows


class Choice(admin.SimpleListFilter):
    """One of a few words in the address, and no other: a wrong one leads to the whole list."""

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[Any],
        model_admin: admin.ModelAdmin[Any],
    ) -> None:
        super().__init__(request, params, model, model_admin)
        words = {str(word) for word, _label in self.lookup_choices}
        if self.value() is not None and self.value() not in words:
            raise IncorrectLookupParameters

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        return list(self.words(request))

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        """The words of the address and what they are called; none: no filter."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        word = self.value()
        return queryset.filter(self.default(request) if word is None else self.rule(request, word))

    def default(self, request: HttpRequest) -> Q:
        """What stands in the list while nothing is chosen."""
        return Q()

    def rule(self, request: HttpRequest, word: str) -> Q:
        """What that word picks."""
        raise NotImplementedError


class NamedChangeList(ChangeList):
    """The stock list of rows, called after the list of the front page that was chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [spec.chosen for spec in self.filter_specs if isinstance(spec, OnFrontPage)]
        rows = str(capfirst(str(self.opts.verbose_name_plural)))
        self.title = ": ".join(filter(None, [rows, *chosen]))


class OnFrontPage(Choice):
    """By list of the front page: exactly what that counts."""

    title = _("list of the front page")
    parameter_name = PARAMETER

    @property
    def chosen(self) -> str:
        """The title of the list that was chosen; empty where none was."""
        return str(dict(self.lookup_choices).get(self.value() or "", ""))

    def selections(self, request: HttpRequest) -> Iterable[Rows]:
        """Those of whoever is signed in that are made of these rows."""
        raise NotImplementedError

    def words(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        return [(one.key, one.title) for one in self.selections(request)]

    def rule(self, request: HttpRequest, word: str) -> Q:
        (chosen,) = (one for one in self.selections(request) if one.key == word)
        return Q(pk__in=chosen.find().values("pk"))
