"""Every component of the public pages on one page, with placeholder words; for staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.enums import Freshness
from articles.pages.indexes import IndexEntry, IndexLetter
from articles.pages.naming import Code, Name
from articles.pages.reading import block
from articles.pages.topics import Organisation
from reviews.desk import samples
from reviews.desk.site import site

Context = dict[str, Any]
COLOURS = (
    "paper",
    "surface",
    "ink",
    "muted",
    "line",
    "edge",
    "accent",
    "soft",
    "caution",
    "urgent",
)


@dataclass(frozen=True)
class Example:
    """A component as readers would see it: `templates/components/<name>.html`."""

    name: str
    html: SafeString


def page(request: HttpRequest) -> HttpResponse:
    """The style guide."""
    context = {"examples": examples(), "colours": COLOURS}
    response = render(request, "reviews/styleguide.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


# Staff only, through the desk's own door.
view = site.admin_view(page)


def examples() -> tuple[Example, ...]:
    """Each component once, in the order in which a reader meets them."""
    shown = (*_answers(), *_notices(), *_lists(), *_versions(), *_searches(), *_voices())
    return tuple(
        Example(name, render_to_string(f"components/{name}.html", context))
        for name, context in shown
    )


def _answers() -> Iterator[tuple[str, Context]]:
    answer, review = samples.answer(), samples.review()
    yield "breadcrumb", {"section": "conditions", "condition": samples.CONDITION}
    yield "languages", {"languages": samples.LANGUAGES}
    yield "short_answer", {"text": answer.short_answer, "review": review, "demo": True}
    yield "emergency", {"advice": answer.emergency, "numbers": _text(samples.NUMBERS)}
    yield "contents", {"page": answer}
    yield "treatments", {"treatments": answer.treatments, "legend": answer.legend}
    yield "questions_to_ask", {"questions": answer.questions_to_ask}
    yield "care_team", {"team": answer.team}
    yield (
        "registry",
        {"url": samples.REGISTRY, "condition": samples.CONDITION.text, "review": review},
    )
    yield "sources", {"sources": answer.sources}
    yield "fallen", {"sources": answer.fallen, "keep_taking": _text(samples.KEEP_TAKING)}
    yield "origin", {"origin": answer.origin, "reviewed": review}
    yield "review_panel", {"review": review, "demo": True}
    yield "disclaimer", {"text": _text(samples.DISCLAIMER)}
    yield "printed", {"page": answer}


def _notices() -> Iterator[tuple[str, Context]]:
    keep_taking = _text(samples.KEEP_TAKING)
    for kind, treatment in (("caution", "Examplumab"), ("stop", "Samplinib")):
        yield "alert", {"alert": samples.alert(kind, treatment), "keep_taking": keep_taking}
    overdue = samples.review(Freshness.OVERDUE)
    yield "overdue", {"review": overdue, "keep_taking": keep_taking}
    yield "lapsed", {"review": samples.review(Freshness.LAPSED), "keep_taking": keep_taking}
    yield "corrections", {"corrections": (samples.CORRECTION,), "keep_taking": keep_taking}
    yield "translation", {"translation": samples.TRANSLATION}


def _lists() -> Iterator[tuple[str, Context]]:
    lines = (samples.line(), samples.line(Freshness.OVERDUE))
    entries = (
        IndexEntry("Example disease", samples.CONDITION.path, ""),
        IndexEntry("Exemplary disease", samples.CONDITION.path, "Example disease"),
    )
    names = (Name("ED", "abbreviation", "abbreviation"),)
    codes = (Code("EXAMPLE", "E00.0", "broader", "broader"),)
    yield "named", {"names": names, "codes": codes}
    yield "question_list", {"questions": lines}
    yield "link_list", {"id": "related", "title": "Links", "links": (samples.OTHER,)}
    yield (
        "support",
        {"organisations": (Organisation("Example circle", "", "Telephone 000", "", samples.DAY),)},
    )
    yield "letters", {"letters": (IndexLetter("E", entries),), "base": "/conditions/"}
    yield "treatment_use", {"use": samples.use()}
    yield "elsewhere", {"others": (), "condition": samples.CONDITION, "texts": {}}
    yield "promises", {}


def _versions() -> Iterator[tuple[str, Context]]:
    review = samples.review()
    answer = {
        **{"path": "/conditions/example-disease/answer/", "question": "Placeholder?"},
        **{"history": "/history/", "compare": "/compare/", "language": "en"},
    }
    line = {
        **{"review": review, "version": review.version, "change_note": review.change_note},
        **{"errata": review.errata, "correction": "", "until": samples.DAY},
        "standing": {"shown": True, "label": ""},
    }
    parts = ({"kind": "del", "text": "old"}, {"kind": "ins", "text": "new"}, {"text": " words"})
    choices = ({"number": 2, "published_on": samples.DAY}, {"number": 1})
    yield "version_notice", {"version": {"line": line, "newest": 3, "answer": answer}}
    yield "version_line", {"line": line, "compare": "/compare/", "language": "en", "demo": True}
    yield "version_link", {"line": line}
    yield "choose_versions", {"answer": answer, "choices": choices, "before": 1, "after": 2}
    yield "verified_publication", {"publication": samples.verified()}
    yield "difference", {"field": {"label": "Body", "parts": parts}, "language": "en"}
    yield (
        "correction_line",
        {
            "line": {
                **{"answer": samples.OTHER, "condition": samples.CONDITION},
                **{"corrected_on": samples.DAY, "text": samples.CORRECTION.text},
            }
        },
    )


def _searches() -> Iterator[tuple[str, Context]]:
    excerpt = {"parts": ({"text": "Placeholder of an "}, {"text": "excerpt", "marked": True})}
    found = {
        **{"condition": samples.CONDITION, "kind_label": "Treatment", "question": "Found?"},
        **{"path": "/conditions/example-disease/answer/", "last_reviewed_on": samples.DAY},
    }
    choice = {"label": "Treatment", "count": 2, "path": "/search/?q=example", "chosen": True}
    yield "benchmark_banner", {}
    yield "search_count", {"found": {"total": 2}, "asked": "fatigue"}
    yield "search_choices", {"choices": (choice,), "label": "Kind of question", "counted": True}
    yield "search_hits", {"hits": ({"answer": found, "excerpt": excerpt},), "first": 1}
    german = {"code": "de", "name": "Deutsch", "path": "/de/search/?q=fatigue"}
    nothing = {"asked": "fatigue", "near": (samples.CONDITION,), "languages": (german,)}
    yield "search_nothing", nothing | {"language": "en"}


def _voices() -> Iterator[tuple[str, Context]]:
    path = samples.line().path
    experience = {
        **{"text": "Placeholder of an experience.", "pseudonym": "Nobody"},
        **{"relation_label": "Has the condition", "shared_on": samples.DAY},
    }
    shared = {"line": "1 person has shared", "newest": (experience,), "count": 2}
    form = samples.PlaceholderForm({})
    yield "voices_line", {"line": shared["line"]}
    yield "experiences", {"experiences": shared, "open": True, "path": path}
    yield "community", {"community": {"count": 1, "questions": ((samples.OTHER, 1),)}}
    yield (
        "feedback",
        {"path": path, "sha256": "0123456789abcdef" * 4, "reports": {"looked_at": 3, "changed": 2}},
    )
    asked = {"wording": "Placeholder of a question?", "times": 6}
    yield "open_questions", {"questions": (asked,), "path": path}
    yield "not_watched", {"help": _text(samples.NUMBERS)}
    yield "crisis", {"help": _text(samples.NUMBERS)}
    yield "form_errors", {"form": form}
    yield "open_form", {"form": form, "path": path, "stamp": "0", "trap": "trap", "send": "Send"}
    yield "privacy_voices", {}
    yield "my_experience_state", {"mine": {"state": "shorten", "message": "Placeholder."}}
    yield "story_form", {"form": samples.PlaceholderForm(prefix="story"), "path": path}


def _text(text: str) -> SafeString:
    return block(text, {}, id_prefix="sample_")
