"""Pages in the words of schema.org (release 30.1), for search and answer engines.

Nothing is claimed here that the page does not show. `docs/adr/0009-structured-data.md` has the
choices; `tests/articles/vocabulary.py` the types and properties.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles.enums import CodeMatch, Evidence, Retraction, SourceKind, TreatmentKind
from articles.pages.naming import Code, Name
from articles.pages.topics import ConditionPage
from articles.pages.values import AnswerPage, Link, Review, Signer, SourceLine, TreatmentCard
from articles.renderings.site import Site

Node = dict[str, Any]

# GRADE's levels by the letters of Guyatt et al., Chest 2006;129:174-181 (high A, moderate B, low
# and very low C); expert opinion is C in schema.org's own words. Others have no letter.
_EVIDENCE_LEVELS = {
    Evidence.HIGH: "https://schema.org/EvidenceLevelA",
    Evidence.MODERATE: "https://schema.org/EvidenceLevelB",
    Evidence.LOW: "https://schema.org/EvidenceLevelC",
    Evidence.VERY_LOW: "https://schema.org/EvidenceLevelC",
    Evidence.EXPERT_OPINION: "https://schema.org/EvidenceLevelC",
}
# What could end the script element or a line of it, as JSON may spell it too.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def answer(page: AnswerPage, site: Site) -> Node:
    """The graph of an answer's page: the page, its question and answer, and the condition.

    A page that withholds its text has none; a demonstration or a benchmark claims no
    review.
    """
    if page.withheld or page.review is None:
        return _graph()
    url = site.url(page.path)
    return _graph(
        {
            **_web_page(page.question, page.path, page.language, site),
            "@type": ["MedicalWebPage", "FAQPage"],
            **_dates(page.review),
            **({} if site.unreviewed else _reviewed(page.review, site)),
            "about": {"@id": _condition_id(page.condition.path, site)},
            "citation": [_citation(source) for source in _sound(page.sources)],
            **_licence(page),
            "mainEntity": {
                "@type": "Question",
                "name": page.question,
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": page.short_answer,
                    "url": f"{url}#short-answer",
                },
            },
        },
        {
            **_condition(page.condition, page.names, page.codes, site),
            "possibleTreatment": [_treatment(card, page, site) for card in _once(page.treatments)],
        },
        _publisher(site),
    )


def condition(page: ConditionPage, language: str, site: Site) -> Node:
    """The graph of a condition's page: the page with its questions, and the condition."""
    return _graph(
        {
            **_web_page(page.name, page.path, language, site),
            "@type": "MedicalWebPage",
            "about": {"@id": _condition_id(page.path, site)},
            "hasPart": [
                {
                    "@type": "MedicalWebPage",
                    "@id": f"{site.url(line.path)}#page",
                    "name": line.question,
                    "url": site.url(line.path),
                }
                for line in page.questions
            ],
        },
        _condition(Link(page.name, page.path), page.names, page.codes, site),
        _publisher(site),
    )


def breadcrumbs(links: Sequence[Link], site: Site) -> Node:
    """The trail that stands above a page."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": link.text, "item": site.url(link.path)}
            for n, link in enumerate(links, start=1)
        ],
    }


def embedded(node: Mapping[str, Any]) -> SafeString:
    """The node as JSON that may stand in a script element, whatever its texts say."""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    # Quotes must stay quotes there; what HTML could take for its own is escaped as JSON escapes.
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308


def _graph(*nodes: Node) -> Node:
    found = [{key: value for key, value in node.items() if value != []} for node in nodes]
    return {"@context": "https://schema.org", "@graph": found}


def _web_page(name: str, path: str, language: str, site: Site) -> Node:
    publisher = {"@id": f"{site.url('/')}#publisher"}
    return {
        "@id": f"{site.url(path)}#page",
        "name": name,
        "url": site.url(path),
        "inLanguage": language,
        "author": publisher,
        "publisher": publisher,
        "medicalAudience": {"@type": "Patient"},
        "mainContentOfPage": {"@type": "WebPageElement", "cssSelector": "#content"},
        **({"creativeWorkStatus": site.unreviewed} if site.unreviewed else {}),
    }


def _dates(review: Review) -> Node:
    first = review.first_published_on or review.published_on
    return {"datePublished": _day(first), "dateModified": _day(review.published_on)}


def _reviewed(review: Review, site: Site) -> Node:
    return {
        "lastReviewed": _day(review.last_reviewed_on),
        "expires": _day(review.review_due_on),
        "reviewedBy": [_person(signer, site) for signer in review.reviewers],
    }


def _person(signer: Signer, site: Site) -> Node:
    credential = {"@type": "EducationalOccupationalCredential", "name": signer.credentials}
    return {
        "@type": "Person",
        "name": signer.name,
        "url": site.url(signer.path),
        "hasCredential": credential,
    }


def _publisher(site: Site) -> Node:
    return {
        "@type": "Organization",
        "@id": f"{site.url('/')}#publisher",
        "name": site.publisher,
        "url": site.url(reverse("articles:home")),
        "publishingPrinciples": site.url(reverse("articles:policy")),
        "correctionsPolicy": site.url(reverse("articles:corrections")),
        "ownershipFundingInfo": site.url(reverse("articles:funding")),
    }


def _citation(source: SourceLine) -> Node:
    addresses = (
        source.doi and f"https://doi.org/{source.doi}",
        source.pmid and f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/",
        source.url,
    )
    url = next(filter(None, addresses), None)
    return {"@type": "CreativeWork", "name": source.reference, **({"url": url} if url else {})}


def _licence(page: AnswerPage) -> Node:
    if page.origin is None or not page.origin.licence:
        return {}
    return {"license": {"@type": "CreativeWork", "name": page.origin.licence}}


def _condition(link: Link, names: Sequence[Name], codes: Sequence[Code], site: Site) -> Node:
    """Only exact codes: a broader one would say that this is that."""
    return {
        "@type": "MedicalCondition",
        "@id": _condition_id(link.path, site),
        "name": link.text,
        "url": site.url(link.path),
        "alternateName": [name.text for name in names],
        "code": [
            {"@type": "MedicalCode", "codeValue": code.code, "codingSystem": code.system}
            for code in codes
            if code.match == CodeMatch.EXACT
        ],
    }


def _condition_id(path: str, site: Site) -> str:
    return f"{site.url(path)}#condition"


def _treatment(card: TreatmentCard, page: AnswerPage, site: Site) -> Node:
    types = {TreatmentKind.MEDICINE: "Drug", TreatmentKind.LIFESTYLE: "LifestyleModification"}
    node: Node = {
        "@type": types.get(TreatmentKind(card.kind), "MedicalTherapy"),
        "name": card.name,
        "url": site.url(card.path),
    }
    if card.kind == TreatmentKind.MEDICINE and card.brand_names:
        node["proprietaryName"] = list(card.brand_names)
    if guidelines := _guidelines(card, page):
        node["guideline"] = guidelines
    return node


def _guidelines(card: TreatmentCard, page: AnswerPage) -> list[Node]:
    """The guidelines that the treatment's facts cite, with the level that the page states.

    A level without a guideline would claim that somebody recommends the treatment.
    """
    level = _EVIDENCE_LEVELS.get(Evidence(card.evidence)) if card.evidence else None
    return [
        {
            "@type": "MedicalGuideline",
            "name": source.reference,
            **({"evidenceLevel": level} if level else {}),
        }
        for source in _sound(page.sources)
        if source.kind == SourceKind.GUIDELINE and source.number in card.cites
    ]


def _sound(sources: Sequence[SourceLine]) -> list[SourceLine]:
    """None that was retracted, and none that fell since: nobody signed the words knowing it."""
    return [
        source
        for source in sources
        if source.retraction != Retraction.RETRACTED and not source.fallen_label
    ]


def _once(cards: Sequence[TreatmentCard]) -> list[TreatmentCard]:
    """Each treatment once: an answer may tell of it in several phases of the disease."""
    return list({card.slug: card for card in reversed(cards)}.values())[::-1]


def _day(day: date) -> str:
    return day.isoformat()
