"""What machines are told: in schema.org's words, nothing that the page does not show."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.drafts import Cited
from articles.enums import Evidence, QuestionKind, SourceKind, TreatmentKind, WithdrawalKind
from articles.models import Article, ConditionCode, Treatment
from articles.renderings import jsonld
from tests import factories as f
from tests.articles import structured, vocabulary
from tests.articles.reading import lapsed, text_of

pytestmark = pytest.mark.django_db
ORIGIN = "https://health.example.org"
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028\u2029 ]]>"


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(timezone, "now", lambda: f.NOW + timedelta(days=2))
    settings.SITE_URL = ORIGIN
    settings.PUBLISHER = "Example foundation"


def rich(kind: QuestionKind = QuestionKind.TREATMENT) -> Article:
    """An answer with a treatment of every kind, a guideline, and codes that fit and do not."""
    guideline = f.source(kind=SourceKind.GUIDELINE, title="Guideline", doi="10.1000/182")
    entries = [
        f.entry(
            f.treatment(kind=kind, brand_names="Exampla, Sampla"),
            evidence=Evidence.HIGH,
            benefits="Helps.[^guide]",
        )
        for kind in TreatmentKind
    ]
    entries.append(f.entry(evidence=Evidence.MODERATE))
    saved = f.draft(
        entries=tuple(entries),
        citations=(Cited("smith", f.source().pk), Cited("guide", guideline.pk)),
    )
    article = f.published(f.article(kind=kind, saved=saved))
    for match in ("exact", "broader", "related"):
        ConditionCode.objects.create(
            condition=article.condition, system="ORPHA", code=f"12{match}", match=match
        )
    at = f.NOW + timedelta(days=1)
    return f.published(f.save(article, questions_to_ask="What now?", at=at), at=at)


@pytest.mark.parametrize("demo", [False, True])
def test_an_answer_says_only_what_schema_org_knows(
    client: Client, settings: Settings, demo: bool
) -> None:
    settings.DEMO = demo
    html = text_of(client, rich().get_absolute_url())
    assert vocabulary.faults(structured.graph(html)) == []


def test_a_condition_says_only_what_schema_org_knows(client: Client) -> None:
    html = text_of(client, rich(QuestionKind.OVERVIEW).condition.get_absolute_url())
    assert vocabulary.faults(structured.graph(html)) == []


def test_the_vocabulary_notices_what_does_not_exist_or_does_not_fit() -> None:
    good = {"@type": "Person", "name": "A"}
    for bad in (
        {"@type": "Doctor", "name": "A"},
        {"@type": "Person", "nickname": "A"},
        {"@type": "Person", "lastReviewed": "2026-04-07"},
        {"@type": "MedicalWebPage", "reviewedBy": {"@type": "Drug", "name": "A"}},
        {"@type": "MedicalWebPage", "about": {"@id": "https://nowhere.example/"}},
        {"@type": "MedicalGuideline", "evidenceLevel": "high"},
        {"@type": "Person", "name": 3},
    ):
        assert vocabulary.faults({"@graph": [good]}) == []
        assert len(vocabulary.faults({"@graph": [good, bad]})) >= 1


def unseen(html: str, path: str, *, level: str = "") -> list[tuple[str, str]]:
    """What the page claims to machines and does not show; `level` is its evidence in words."""
    words = structured.words(html)
    dates = structured.attributes(html, "time", "datetime")
    links = {href.split("#")[0] for href in structured.attributes(html, "a", "href")} | {path}

    def seen(name: str, value: str) -> bool:
        if name in {"datePublished", "dateModified", "lastReviewed", "expires"}:
            return value in dates
        if name == "inLanguage":
            return structured.attributes(html, "html", "lang") == {value}
        if name == "cssSelector":
            return value.removeprefix("#") in structured.attributes(html, "main", "id")
        if name == "evidenceLevel":
            return bool(level) and level in words
        if value.startswith("http"):
            return value.removeprefix(ORIGIN).split("#")[0] in links
        return " ".join(value.split()) in words

    claims = vocabulary.strings(structured.graph(html))
    return [(name, value) for name, value in claims if not seen(name, value)]


@pytest.mark.parametrize("which", ["answer", "condition"])
def test_everything_that_is_claimed_is_visible(client: Client, which: str) -> None:
    article = rich(QuestionKind.OVERVIEW)
    path = (article if which == "answer" else article.condition).get_absolute_url()
    html = text_of(client, path)
    assert len(list(vocabulary.strings(structured.graph(html)))) > 10
    assert unseen(html, path, level="High certainty") == []
    other_day = html.replace('datetime="2026-04-08"', 'datetime="2026-04-09"')
    if which == "answer":
        assert ("lastReviewed", "2026-04-08") in unseen(other_day, path, level="High certainty")


def test_an_answer_says_who_reviewed_it_when_and_until_when(client: Client) -> None:
    article = rich()
    html = text_of(client, article.get_absolute_url())
    page = structured.node(html, "MedicalWebPage")
    url = f"{ORIGIN}{article.get_absolute_url()}"
    signer = f.live(article).revision.review_requests.get().reviewers.get()
    assert page["@type"] == ["MedicalWebPage", "FAQPage"]
    assert (page["url"], page["@id"]) == (url, f"{url}#page")
    assert (page["datePublished"], page["dateModified"]) == ("2026-04-07", "2026-04-08")
    assert (page["lastReviewed"], page["expires"]) == ("2026-04-08", "2026-10-05")
    assert page["reviewedBy"] == [
        {
            "@type": "Person",
            "name": signer.name,
            "url": f"{ORIGIN}{signer.get_absolute_url()}",
            "hasCredential": {
                "@type": "EducationalOccupationalCredential",
                "name": signer.credentials,
            },
        }
    ]
    assert page["mainEntity"] == {
        "@type": "Question",
        "name": "What are the treatments for example disease?",
        "acceptedAnswer": {
            "@type": "Answer",
            "text": f.SHORT_ANSWER,
            "url": f"{url}#short-answer",
        },
    }
    assert structured.node(html, "Organization") == {
        "@type": "Organization",
        "@id": f"{ORIGIN}/#publisher",
        "name": "Example foundation",
        "url": f"{ORIGIN}/",
        "publishingPrinciples": f"{ORIGIN}/editorial-policy/",
        "correctionsPolicy": f"{ORIGIN}/corrections/",
        "ownershipFundingInfo": f"{ORIGIN}/funding/",
    }
    assert "QAPage" not in html


def test_the_condition_has_its_public_names_and_its_exact_codes_only(client: Client) -> None:
    article = rich()
    name = article.condition.names.get()
    article.condition.names.create(text="Unverified name", relation="exact")
    for path in (article.get_absolute_url(), article.condition.get_absolute_url()):
        found = structured.node(text_of(client, path), "MedicalCondition")
        assert found["alternateName"] == [name.text]
        assert found["code"] == [
            {"@type": "MedicalCode", "codeValue": "12exact", "codingSystem": "ORPHA"}
        ]


def test_treatments_are_named_by_what_they_are_with_the_guidelines_they_cite(
    client: Client,
) -> None:
    html = text_of(client, rich().get_absolute_url())
    found = structured.node(html, "MedicalCondition")["possibleTreatment"]
    kinds = [one["@type"] for one in found]
    assert kinds == [
        *("Drug", "MedicalTherapy", "MedicalTherapy", "MedicalTherapy", "MedicalTherapy"),
        *("LifestyleModification", "MedicalTherapy", "MedicalTherapy"),
    ]
    (guideline,) = found[0]["guideline"]
    assert guideline["evidenceLevel"] == "https://schema.org/EvidenceLevelA"
    assert found[0]["proprietaryName"] == ["Exampla", "Sampla"]
    # Its level is moderate, but no guideline stands behind it.
    assert "guideline" not in found[-1]


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        (Evidence.MODERATE, "https://schema.org/EvidenceLevelB"),
        (Evidence.LOW, "https://schema.org/EvidenceLevelC"),
        (Evidence.VERY_LOW, "https://schema.org/EvidenceLevelC"),
        (Evidence.EXPERT_OPINION, "https://schema.org/EvidenceLevelC"),
        (Evidence.INDIRECT, None),
        (Evidence.NOT_ASSESSED, None),
    ],
)
def test_evidence_is_graded_only_where_it_has_a_grade(
    client: Client, evidence: Evidence, level: str | None
) -> None:
    guideline = f.source(kind=SourceKind.GUIDELINE)
    entry = f.entry(evidence=evidence, evidence_note="From another disease.")
    saved = f.draft(entries=(entry,), citations=(Cited("smith", guideline.pk),))
    html = text_of(client, f.published(f.article(saved=saved)).get_absolute_url())
    (treatment,) = structured.node(html, "MedicalCondition")["possibleTreatment"]
    (found,) = treatment["guideline"]
    assert found.get("evidenceLevel") == level


@pytest.mark.parametrize(
    ("flag", "status"), [("DEMO", "Demonstration"), ("BENCHMARK", "Benchmark")]
)
def test_what_nobody_reviewed_claims_no_review_and_says_what_it_is(
    client: Client, settings: Settings, flag: str, status: str
) -> None:
    article = rich()
    setattr(settings, flag, True)
    page = structured.node(text_of(client, article.get_absolute_url()), "MedicalWebPage")
    assert not {"reviewedBy", "lastReviewed", "expires"} & page.keys()
    assert page["creativeWorkStatus"] == status
    setattr(settings, flag, False)
    page = structured.node(text_of(client, article.get_absolute_url()), "MedicalWebPage")
    assert page.keys() > {"reviewedBy", "lastReviewed", "expires"}
    assert "creativeWorkStatus" not in page


def test_words_that_are_withheld_are_in_no_data(client: Client) -> None:
    stopped, withdrawn, old = f.published(), f.published(), lapsed()
    assert structured.graph(text_of(client, stopped.get_absolute_url()))
    f.alerted(Treatment.objects.get(entries__article=stopped), WithdrawalKind.STOP)
    f.withdrawn(withdrawn)
    for article, status in ((stopped, 200), (withdrawn, 410), (old, 200)):
        html = text_of(client, article.get_absolute_url(), status=status)
        (trail,) = structured.json_ld(html)
        assert trail["@type"] == "BreadcrumbList"
        assert f.SHORT_ANSWER not in html


def test_a_condition_lists_the_questions_that_readers_see(client: Client) -> None:
    article = rich(QuestionKind.OVERVIEW)
    hidden = f.published(f.article(of=article.condition))
    f.withdrawn(hidden)
    html = text_of(client, article.condition.get_absolute_url())
    page = structured.node(html, "MedicalWebPage")
    url = f"{ORIGIN}{article.get_absolute_url()}"
    assert page["hasPart"] == [
        {
            "@type": "MedicalWebPage",
            "@id": f"{url}#page",
            "name": "What are the treatments for example disease?",
            "url": url,
        }
    ]


def test_hostile_words_stay_data(client: Client) -> None:
    saved = f.draft(question=f"{HOSTILE}?", short_answer=f"{HOSTILE} {f.SHORT_ANSWER}")
    topic = f.condition(f"Disease {HOSTILE}")
    html = text_of(client, f.published(f.article(of=topic, saved=saved)).get_absolute_url())
    page = structured.node(html, "MedicalWebPage")
    assert page["name"] == f"{HOSTILE}?"
    assert page["mainEntity"]["acceptedAnswer"]["text"] == f"{HOSTILE} {f.SHORT_ANSWER}"
    for script in structured.parsed(html).iter("script"):
        if script.get("type") == structured.DATA:
            assert not set(script.text or "") & set("<>&\u2028\u2029")
        else:
            assert script.get("src", "").startswith("/static/")
            assert not (script.text or "").strip()


def test_an_embedded_node_is_json_that_html_cannot_end() -> None:
    assert jsonld.embedded({"name": '</a>&"\u2028\u2029é'}) == (
        '{"name":"\\u003c/a\\u003e\\u0026\\"\\u2028\\u2029é"}'
    )
