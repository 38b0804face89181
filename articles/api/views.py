"""Search and suggestions for machines, kept by caches like the pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate

from articles import search as index
from articles.api.problems import number
from articles.api.public import public_json
from articles.languages import current


@public_json
def search(request: HttpRequest) -> dict[str, Any]:
    """`?q=&limit=&offset=`: the answers to a question, best first."""
    found = index.find(
        request.GET.get("q", ""),
        language=current(),
        on=localdate(),
        limit=number(request, "limit", default=10, low=1, high=100),
        offset=number(request, "offset", default=0, low=0, high=1_000_000),
    )
    return {
        "total": found.total,
        "corrected": found.corrected,
        "results": [_hit(request, hit) for hit in found.hits],
    }


@public_json
def suggest(request: HttpRequest) -> dict[str, Any]:
    """`?q=&limit=`: the conditions and answers that a text may be about to name."""
    found = index.suggest(
        request.GET.get("q", ""),
        language=current(),
        on=localdate(),
        limit=number(request, "limit", default=8, low=1, high=20),
    )
    return {
        "results": [
            {
                "text": suggestion.text,
                "see": suggestion.see,
                "type": "answer" if suggestion.is_answer else "condition",
                "url": request.build_absolute_uri(suggestion.path),
            }
            for suggestion in found
        ]
    }


def _hit(request: HttpRequest, hit: index.Hit) -> dict[str, Any]:
    answer = hit.answer
    return {
        "url": request.build_absolute_uri(answer.path),
        "question": answer.question,
        "condition": answer.condition.text,
        "kind": answer.kind,
        "excerpt": str(hit.excerpt),
        "last_reviewed": answer.last_reviewed_on.isoformat(),
        "lapses_on": answer.lapses_on.isoformat(),
        "external_id": answer.external_id,
    }
