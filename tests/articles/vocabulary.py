"""The part of schema.org that we use, kept by hand.

From release 30.1 of the vocabulary (https://schema.org/docs/releases.html), read in November
2026: for each type its ancestors, for each property the types it is used on (`domainIncludes`)
and the types of its values (`rangeIncludes`). Only what we emit is here.
"""

from collections.abc import Iterator
from typing import Any

TYPES: dict[str, set[str]] = {
    "Answer": {"Comment", "CreativeWork", "Thing"},
    "BreadcrumbList": {"ItemList", "Intangible", "Thing"},
    "CreativeWork": {"Thing"},
    "Drug": {"Product", "Substance", "MedicalEntity", "Thing"},
    "EducationalOccupationalCredential": {"Credential", "CreativeWork", "Thing"},
    "FAQPage": {"WebPage", "CreativeWork", "Thing"},
    "LifestyleModification": {"MedicalEntity", "Thing"},
    "ListItem": {"Intangible", "Thing"},
    "MedicalCode": {
        *("CategoryCode", "DefinedTerm", "Intangible", "MedicalIntangible", "MedicalEntity"),
        "Thing",
    },
    "MedicalCondition": {"MedicalEntity", "Thing"},
    "MedicalGuideline": {"MedicalEntity", "Thing"},
    "MedicalTherapy": {"TherapeuticProcedure", "MedicalProcedure", "MedicalEntity", "Thing"},
    "MedicalWebPage": {"WebPage", "CreativeWork", "Thing"},
    "Organization": {"Thing"},
    "Patient": {
        *("MedicalAudience", "Person", "Audience", "PeopleAudience", "Intangible", "Thing"),
    },
    "Person": {"Thing"},
    "Question": {"Comment", "CreativeWork", "Thing"},
    "WebPageElement": {"CreativeWork", "Thing"},
}
# Property: the types it is used on, and the types of its values.
PROPERTIES: dict[str, tuple[set[str], set[str]]] = {
    "about": (
        {
            *("Certification", "CommunicateAction", "CreativeWork", "DefinedTerm"),
            *("DefinedTermSet", "Event"),
        },
        {"Thing"},
    ),
    "acceptedAnswer": ({"Question"}, {"Answer", "ItemList"}),
    "alternateName": ({"Thing"}, {"Text"}),
    "author": ({"CreativeWork", "Rating"}, {"Organization", "Person"}),
    "citation": ({"CreativeWork"}, {"CreativeWork", "Text"}),
    "code": ({"MedicalEntity"}, {"MedicalCode"}),
    "codeValue": ({"CategoryCode", "MedicalCode"}, {"Text"}),
    "codingSystem": ({"MedicalCode"}, {"Text"}),
    "correctionsPolicy": ({"NewsMediaOrganization", "Organization"}, {"CreativeWork", "URL"}),
    "creativeWorkStatus": ({"CreativeWork"}, {"DefinedTerm", "Text"}),
    "cssSelector": ({"SpeakableSpecification", "WebPageElement"}, {"CssSelectorType"}),
    "dateModified": ({"CreativeWork", "DataFeedItem"}, {"Date", "DateTime"}),
    "datePublished": ({"Certification", "CreativeWork"}, {"Date", "DateTime"}),
    "evidenceLevel": ({"MedicalGuideline"}, {"MedicalEvidenceLevel"}),
    "expires": ({"Certification", "CreativeWork"}, {"Date", "DateTime"}),
    "guideline": ({"MedicalEntity"}, {"MedicalGuideline"}),
    "hasCredential": ({"Organization", "Person"}, {"Credential"}),
    "hasPart": ({"CreativeWork"}, {"CreativeWork"}),
    "inLanguage": (
        {
            *("BroadcastService", "CommunicateAction", "CreativeWork", "Event", "LinkRole"),
            *("PronounceableText", "WriteAction"),
        },
        {"Language", "Text"},
    ),
    "item": ({"DataFeedItem", "ListItem"}, {"Thing"}),
    "itemListElement": ({"ItemList"}, {"ListItem", "Text", "Thing"}),
    "lastReviewed": ({"WebPage"}, {"Date"}),
    "license": ({"CreativeWork"}, {"CreativeWork", "URL"}),
    "mainContentOfPage": ({"WebPage"}, {"WebPageElement"}),
    "mainEntity": ({"CreativeWork"}, {"Thing"}),
    "medicalAudience": ({"MedicalWebPage"}, {"MedicalAudience", "MedicalAudienceType"}),
    "name": ({"Thing"}, {"Text"}),
    "ownershipFundingInfo": (
        {"NewsMediaOrganization", "Organization"},
        {"AboutPage", "CreativeWork", "Text", "URL"},
    ),
    "position": ({"CreativeWork", "ListItem"}, {"Integer", "Text"}),
    "possibleTreatment": (
        {"MedicalCondition", "MedicalSignOrSymptom"},
        {"Drug", "DrugClass", "LifestyleModification", "MedicalTherapy"},
    ),
    "proprietaryName": ({"DietarySupplement", "Drug"}, {"Text"}),
    "publisher": ({"CreativeWork", "FinancialIncentive"}, {"Organization", "Person"}),
    "publishingPrinciples": ({"CreativeWork", "Organization", "Person"}, {"CreativeWork", "URL"}),
    "reviewedBy": ({"WebPage"}, {"Organization", "Person"}),
    "text": ({"CreativeWork"}, {"Text"}),
    "url": ({"Thing"}, {"URL"}),
}
EVIDENCE_LEVELS = {f"https://schema.org/EvidenceLevel{letter}" for letter in "ABC"}


def faults(graph: dict[str, Any]) -> list[str]:
    """What schema.org does not know, or not there; what `@id` leads nowhere counts too."""
    nodes = list(_nodes(graph))
    by_id = {node["@id"]: node for node in nodes if "@type" in node and "@id" in node}
    found = []
    for node in nodes:
        kinds = _kinds(node)
        found += [f"no type {kind}" for kind in kinds if kind not in TYPES]
        found += [f"no types in {node}"] * ("@type" not in node and node["@id"] not in by_id)
        for name, value in node.items():
            if not name.startswith("@"):
                found += _faults_of(name, value, kinds, by_id)
    return found


def strings(value: object) -> Iterator[tuple[str, str]]:
    """Every text in a graph with the name of its property, keywords of JSON-LD left out."""
    if isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, str) and not name.startswith("@"):
                yield name, one
            elif isinstance(one, list) and not name.startswith("@"):
                yield from ((name, text) for text in one if isinstance(text, str))
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Every object in a graph, the graph itself left out."""
    if isinstance(value, dict):
        if not {"@graph"} & value.keys():
            yield value
        for one in value.values():
            yield from _nodes(one)
    elif isinstance(value, list):
        for one in value:
            yield from _nodes(one)


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type", [])
    return [kinds] if isinstance(kinds, str) else kinds


def _lineage(kinds: list[str]) -> set[str]:
    return {*kinds, *(parent for kind in kinds for parent in TYPES.get(kind, set()))}


def _faults_of(
    name: str, value: object, kinds: list[str], by_id: dict[str, dict[str, Any]]
) -> list[str]:
    if name not in PROPERTIES:
        return [f"no property {name}"]
    domains, ranges = PROPERTIES[name]
    found = [] if _lineage(kinds) & domains else [f"{name} is not for {kinds}"]
    for one in value if isinstance(value, list) else [value]:
        if not _fits(one, ranges, by_id):
            found.append(f"{name} cannot be {one!r}")
    return found


def _fits(value: object, ranges: set[str], by_id: dict[str, dict[str, Any]]) -> bool:
    if isinstance(value, dict):
        node = value if "@type" in value else by_id.get(value.get("@id", ""), {})
        return bool(_lineage(_kinds(node)) & ranges)
    if isinstance(value, int):
        return "Integer" in ranges
    if ranges == {"MedicalEvidenceLevel"}:
        return value in EVIDENCE_LEVELS
    if isinstance(value, str) and value.startswith("http"):
        # An address may stand for the thing there.
        return bool(ranges & {"URL", "Thing", "CreativeWork"})
    return isinstance(value, str) and bool(ranges & {"Text", "Date", "CssSelectorType"})
