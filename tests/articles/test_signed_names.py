"""Pages of treatments and conditions bear the names that reviewers signed, not the catalogue's."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import pages
from articles.actions import catalogue
from articles.enums import QuestionKind, WithdrawalKind
from articles.models import Treatment
from articles.pages import alerts
from tests import factories as f

pytestmark = pytest.mark.django_db
LATER = f.NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER + timedelta(hours=2))


def renamed(row: Model, **fields: str) -> None:
    """An editor says something else in the catalogue."""
    for name, value in fields.items():
        setattr(row, name, value)
    catalogue.save(row, changed=[*fields], by=f.user("Editors"), at=f.NOW)


def names_on_its_page(treatment: Treatment) -> tuple[str, tuple[str, ...], str]:
    page = pages.treatment(treatment.slug, language="en", on=f.TODAY)
    return page.name, page.brand_names, page.kind_label


def names_in_the_index(treatment: Treatment) -> tuple[str, tuple[str, ...], str]:
    lines = pages.treatments(language="en", on=f.TODAY)
    (line,) = (line for line in lines if line.path == treatment.get_absolute_url())
    return line.name, line.brand_names, line.kind_label


@pytest.mark.parametrize("names", [names_on_its_page, names_in_the_index])
def test_a_treatment_is_called_what_the_newest_answer_that_is_shown_calls_it(
    names: Callable[[Treatment], object],
) -> None:
    treatment = f.treatment("Zyxomab", brand_names="Zyxera, Zyx")
    saved = f.draft(entries=(f.entry(treatment),))
    first = f.published(f.article(saved=saved, kind=QuestionKind.TREATMENT))
    renamed(treatment, name="Othermab", brand_names="", kind="device")
    assert names(treatment) == ("Zyxomab", ("Zyxera", "Zyx"), "Therapy")
    f.published(f.article(saved=saved, kind=QuestionKind.RESEARCH))
    assert names(treatment) == ("Othermab", (), "Device")
    renamed(treatment, name="Thirdmab")
    f.published(f.save(first, body="We looked again.[^smith]"), at=LATER)
    assert names(treatment) == ("Thirdmab", (), "Device")


@pytest.mark.parametrize("names", [names_on_its_page, names_in_the_index])
def test_a_stopped_treatment_is_called_what_it_was_when_the_alert_was_raised(
    names: Callable[[Treatment], object],
) -> None:
    treatment = f.treatment("Zyxomab", brand_names="Zyxera")
    article = f.published(f.article(saved=f.draft(entries=(f.entry(treatment),))))
    f.alerted(treatment, WithdrawalKind.STOP)
    renamed(treatment, name="Othermab", brand_names="")
    assert names(treatment) == ("Zyxomab", ("Zyxera",), "Therapy")
    live = f.live(article)
    words = json.loads(live.revision.snapshot)
    assert [a.treatment for a in alerts.about(words, live, alerts.standing())] == ["Zyxomab"]


def test_a_treatment_beside_a_stopped_one_keeps_its_signed_name() -> None:
    stopped, other = f.treatment(), f.treatment("Zyxomab")
    f.published(f.article(saved=f.draft(entries=(f.entry(stopped), f.entry(other)))))
    f.alerted(stopped, WithdrawalKind.STOP)
    renamed(other, name="Othermab")
    assert names_on_its_page(other) == ("Zyxomab", (), "Therapy")


def test_a_renamed_condition_is_called_what_its_overview_was_signed_with(client: Client) -> None:
    condition = f.condition("Examplitis")
    overview = f.published(f.article(of=condition, kind=QuestionKind.OVERVIEW))
    renamed(condition, name="Otheritis")
    address = reverse("articles:condition", args=[condition.slug])
    assert "<h1>Examplitis</h1>" in client.get(address).content.decode()
    f.published(f.save(overview, body="We looked again.[^smith]"), at=LATER)
    assert "<h1>Otheritis</h1>" in client.get(address).content.decode()
