"""A small site in which every public page, and every state of one, has an address."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from articles.actions import feedback, sitetexts
from articles.enums import SiteTextKind, WithdrawalKind
from articles.models import Article, Condition, Treatment
from healthinfo import views
from tests import factories as f
from tests import publishing
from tests import translations as t
from tests import voices as v
from tests.articles.reading import SITE_PAGES, lapsed
from tests.articles.versions import address, reconfirmed
from tests.discussing import invited

LONG = "pseudopseudohypoparathyroidism" * 3
BODY = f"""## What is used first?

Doctors try to calm the disease.[^smith]

| Operation | What is done | What our sources say |
| --- | --- | ---: |
| Fat grafting | The person's own fat is moved to the face | {LONG} |

::: warning Do not change a medicine
Ask first.
:::

## What is used next?

See https://example.org/{LONG}.
"""


def small_site() -> dict[str, str]:
    """What a reader may open; the addresses by name."""
    editor = f.user("Editors")
    for kind in SiteTextKind:
        sitetexts.publish(kind, f"Text of {kind}.", signed_by="Dr Example", by=editor, at=f.NOW)
    topic = f.condition("Example disease")
    entries = (
        f.entry(f.treatment("Examplumab", brand_names="Exampla")),
        f.entry(f.treatment(LONG), evidence="high", line="", status=""),
    )
    article = f.published(f.article(of=topic, saved=f.draft(body=BODY, entries=entries)))
    reconfirmed(article, days=0)
    own = ("home", "a_to_z", "treatments", "corrections", *SITE_PAGES)
    return {
        **{name: reverse(f"articles:{name}") for name in own},
        "condition": topic.get_absolute_url(),
        "answer": article.get_absolute_url(),
        "treatment": Treatment.objects.get(name="Examplumab").get_absolute_url(),
        "reviewer": f.live(article)
        .revision.review_requests.all()[0]
        .reviewers.all()[0]
        .get_absolute_url(),
        "missing": "/conditions/exampel-disease/",
        "verify": reverse("articles:verify", args=[f.live(article).revision.sha256]),
        "history": address("history", article),
        "version": address("version", article, 1),
        "compare": address("compare", article) + "?from=1&to=2",
        **_states(topic),
        **_searches(),
        **_from_readers(article),
    }


def _states(topic: Condition) -> dict[str, str]:
    """Answers that are not simply current."""
    withdrawn, stopped, cautioned = (f.published(f.article(of=topic)) for _ in range(3))
    f.withdrawn(withdrawn)
    for article, kind in ((stopped, WithdrawalKind.STOP), (cautioned, WithdrawalKind.CAUTION)):
        f.alerted(Treatment.objects.get(entries__article=article), kind)
    long_ago = f.NOW - timedelta(days=200)
    due, overdue = (
        f.published(f.article(of=topic, at=long_ago), at=long_ago, review_due_on=day)
        for day in (f.TODAY + timedelta(days=5), f.TODAY - timedelta(days=5))
    )
    corrected = publishing.corrected(f.published(f.article(of=topic)))
    translated = t.translated(f.published(f.article(of=topic)))
    previewed = f.request(f.article(of=topic))
    _link, preview = invited(previewed)
    return {
        "withdrawn": withdrawn.get_absolute_url(),
        "version withdrawn": address("version", withdrawn, 1),
        "withheld": stopped.get_absolute_url(),
        "treatment withheld": Treatment.objects.get(entries__article=stopped).get_absolute_url(),
        "alerted": cautioned.get_absolute_url(),
        "due soon": due.get_absolute_url(),
        "overdue": overdue.get_absolute_url(),
        "lapsed": lapsed(topic).get_absolute_url(),
        "corrected": corrected.get_absolute_url(),
        "in German": translated.get_absolute_url(),
        "preview": preview,
    }


def _searches() -> dict[str, str]:
    search = reverse("articles:search")
    return {
        "search": search,
        "search that finds": f"{search}?q=example",
        "search misspelt": f"{search}?q=exampel+disase",
        "search in vain": f"{search}?q=zzz",
        "home in German": "/de/",
        "home in Spanish": "/es/",
        "policy in German": "/de/editorial-policy/",
    }


def _from_readers(article: Article) -> dict[str, str]:
    """What readers share, report and ask, and where they do."""
    asked = v.asked(article, "When does it come back?")
    feedback.show_as_question(asked.pk, "Does it come back?", by=f.user("Editors"), at=f.NOW)
    article.condition.organisations.create(
        name="Example circle", contact="Telephone 000", checked_on=f.TODAY
    )
    ask = reverse("articles:ask", args=[article.condition.slug])
    report = v.address(article, "report")
    return {
        "experiences": v.address(article, "experiences"),
        "share": v.address(article, "share"),
        "report": report,
        "voted": f"{report}?after=vote",
        "reported": f"{report}?after=sent",
        "ask": ask,
        "asked in danger": f"{ask}?after=urgent",
        **_experiences(article),
    }


def _experiences(article: Article) -> dict[str, str]:
    """An experience in every state, as its author sees it."""
    v.published(article, v.story(text=f"{v.WORDS} {LONG}"), token="published")
    v.published(article)
    v.shared(article, token="waiting")
    v.shared(article, v.story(text=v.DANGER), token="danger")
    v.to_shorten(v.shared(article, token="shorten"))
    states = ("published", "waiting", "danger", "shorten")
    return {f"mine, {state}": reverse("articles:my_experience", args=[state]) for state in states}


def refusals(of: str) -> dict[str, tuple[int, bytes]]:
    """Status and HTML of what no address opens: errors, and what the answer's forms refuse."""
    request, wrong, client = HttpRequest(), Exception(), Client(headers=v.OURS)
    answers: dict[str, Any] = {
        "bad request": views.bad_request(request, wrong),
        "not allowed": views.forbidden(request, wrong),
        "our fault": views.server_error(request),
        "experience with errors": client.post(
            f"{of}share/", v.filled_in(f"{of}share/", at=f.NOW, text="Short.")
        ),
        "report with errors": client.post(f"{of}report/", {"text": ""}),
        "vote on old words": client.post(f"{of}helpful/", {"helpful": "yes"}),
        "too large": client.post(f"{of}share/", {"text": "x" * 70_000}),
    }
    return {name: (answer.status_code, answer.content) for name, answer in answers.items()} | {
        "too many attempts": (429, render_to_string("429.html").encode())
    }
