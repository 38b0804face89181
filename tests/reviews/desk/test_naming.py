"""Treatments and sources of a draft, named by typing."""

import re
from urllib.parse import quote_plus

import pytest
from django.test import Client

from articles import drafts
from articles.models import Article, Source, Treatment
from tests import factories as f
from tests.reviews.desk.editors import address, article, signed_in, typed

pytestmark = pytest.mark.django_db

DOI = "10.1186/s13023-015-0250-9"


@pytest.fixture
def editor() -> Client:
    return signed_in(f.user("Editors"))


def named(editor: Client, **rows: str) -> str:
    """The screen after saving a draft in whose first row that was typed; empty when it is kept."""
    response = editor.post(address(_written()), typed(_written(), **rows))
    return "" if response.status_code == 302 else response.content.decode()


def _written() -> Article:
    return Article.objects.first() or article()


@pytest.mark.parametrize(
    "words",
    [
        "Diagnosis and management (2015)",
        "diagnosis  and MANAGEMENT",
        DOI,
        DOI.upper(),
        f"doi:{DOI}",
        f"https://doi.org/{DOI}",
        "25881068",
        "PMID: 25881068",
        "https://pubmed.ncbi.nlm.nih.gov/25881068/",
        "https://example.org/paper",
    ],
)
def test_source_is_found_by_title_doi_pmid_or_address(editor: Client, words: str) -> None:
    source = f.source(
        title="Diagnosis and management",
        year=2015,
        doi=DOI,
        pmid="25881068",
        url="https://example.org/paper",
    )
    assert named(editor, **{"sources-0-source": words}) == ""
    (cited,) = drafts.of(_written()).citations
    assert cited.source == source.pk


@pytest.mark.parametrize("words", ["Examplol", " examplol ", "Exabrand"])
def test_treatment_is_found_by_generic_or_brand_name(editor: Client, words: str) -> None:
    treatment = f.treatment(name="Examplol", brand_names="Exabrand, Other")
    assert named(editor, **{"treatments-0-treatment": words}) == ""
    (entry,) = drafts.of(_written()).entries
    assert entry.treatment == treatment.pk


def test_those_called_alike_are_told_apart_and_stay_chosen(editor: Client) -> None:
    first, second = (f.source(title="Guideline", year=None) for _ in range(2))
    assert "Several are called so" in named(editor, **{"sources-0-source": "guideline"})
    assert named(editor, **{"sources-0-source": f"Guideline [{second.pk}]"}) == ""
    page = editor.get(address(_written())).content.decode()
    assert f'value="Guideline [{second.pk}]"' in page
    assert f'<option value="Guideline [{first.pk}]">' in page
    assert drafts.of(_written()).citations[0].source == second.pk


@pytest.mark.parametrize(
    ("field", "words", "filled"),
    [
        ("sources-0-source", f"https://doi.org/{DOI}", f"doi={quote_plus(DOI)}"),
        ("sources-0-source", "PMID 25881068", "pmid=25881068"),
        ("sources-0-source", "A new paper", "title=A+new+paper"),
        ("treatments-0-treatment", "Newol", "name=Newol"),
    ],
)
def test_what_is_not_there_is_added_with_what_was_typed(
    editor: Client, field: str, words: str, filled: str
) -> None:
    model = field.split("-")[2]
    page = named(editor, **{field: words})
    assert f"“{words}” is not in the catalogue." in page
    assert f'value="{words}"' in page
    start = page.index(f'<a href="/admin/articles/{model}/add/?')
    link = page[start:].split('"')[1].replace("&amp;", "&")
    assert filled in link
    name, _equals, value = filled.partition("=")
    form = editor.get(link).context["adminform"].form
    assert quote_plus(form[name].value()) == value


def test_a_treatment_added_from_its_link_has_the_address_that_its_name_makes(
    editor: Client,
) -> None:
    page = named(editor, **{"treatments-0-treatment": "Botulinum toxin A"})
    link = re.findall(r'href="(/admin/articles/treatment/add/\?[^"]+)"', page)[0]
    link = link.replace("&amp;", "&")
    form = editor.get(link).context["adminform"].form
    filled = {name: form[name].value() or "" for name in form.fields}
    assert editor.post(link, {**filled, "kind": "medicine"}).status_code == 302
    assert Treatment.objects.get(name="Botulinum toxin A").slug == "botulinum-toxin-a"
    empty = editor.get("/admin/articles/treatment/add/").context["adminform"].form
    assert not empty["slug"].value()


def test_pasted_links_of_a_new_source_become_its_identifiers(editor: Client) -> None:
    data = {
        **{"kind": "web_page", "title": "New", "retraction": "none"},
        **{"doi": f"https://doi.org/{DOI}", "pmid": "https://pubmed.ncbi.nlm.nih.gov/25881068/"},
    }
    assert editor.post("/admin/articles/source/add/", data).status_code == 302
    source = Source.objects.get(title="New")
    assert (source.doi, source.pmid) == (DOI, "25881068")


def test_thousands_of_sources_stand_on_the_form_once(editor: Client) -> None:
    editor.get(address(_written()))
    few = len(editor.get(address(_written())).content)
    title = "A title as long as those of many papers are, which is about this long {:04}"
    Source.objects.bulk_create(
        Source(kind="review", title=title.format(number), year=2020) for number in range(1000)
    )
    many = len(editor.get(address(_written())).content)
    line = len(f'<option value="{title.format(1)} (2020)"></option>')
    assert many - few == 1000 * line
