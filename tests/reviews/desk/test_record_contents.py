"""What the record of an answer has beside its versions: confirmations, and alerts."""

import json
import re
from datetime import timedelta

import pytest

from articles.enums import WithdrawalKind
from articles.models import Treatment
from reviews import checklists
from reviews.actions import deciding
from reviews.models import ReviewRecord
from tests import factories as f
from tests.reviews.desk.helpers import as_role
from tests.reviews.desk.test_record import address, exported

pytestmark = pytest.mark.django_db


def test_the_record_says_what_each_reviewer_confirmed() -> None:
    article = f.published()
    record = ReviewRecord.objects.get()
    assert json.loads(record.checklist) == sorted(checklists.items(article.kind))
    html = as_role("Editors").get(address(article.pk)).content.decode()
    confirmed = "<br>".join(checklists.sentences(sorted(checklists.items(article.kind))))
    assert confirmed.startswith("The short answer answers the question")
    assert f"<dt>Confirmed</dt><dd>{confirmed}</dd>" in html


def test_a_refusal_that_confirmed_nothing_says_so() -> None:
    request = f.request()
    decision = f.decision(checklist=(), comment="Why?")
    reviewer = request.reviewers.get()
    deciding.decline(request.pk, reviewer=reviewer, decision=decision, at=f.NOW)
    html = as_role("Editors").get(address(request.article_id)).content.decode()
    assert "<dt>Confirmed</dt><dd>Nothing of the checklist</dd>" in html


def test_alerts_about_the_treatments_that_its_versions_name_are_part_of_the_record() -> None:
    named, other = f.treatment("Namedumab"), f.treatment("Otherumab")
    article = f.published(f.article(saved=f.draft(entries=(f.entry(named),))))
    f.alerted(other, WithdrawalKind.STOP)
    stop = f.alerted(named, WithdrawalKind.STOP)
    Treatment.objects.filter(pk=named.pk).update(name="Renamed")
    later = f.save(article, entries=(f.entry(),), body="No medicine.[^smith]")
    article = f.published(later, at=f.NOW + timedelta(hours=2))
    lift = f.alerted(named, WithdrawalKind.LIFT, at=f.NOW + timedelta(hours=3))
    client = as_role("Editors")
    html = client.get(address(article.pk)).content.decode()
    headings = [heading for heading in re.findall("<h3>(.*?)</h3>", html) if " about " in heading]
    assert headings == ["Text withheld about Namedumab", "Lifted about Renamed"]
    assert html.count("<dt>Versions for readers that name it</dt><dd>1</dd>") == 2
    assert "Ask before the next dose." in html
    data = exported(client, article)
    first = article.publications.order_by("pk")[0].pk
    assert [
        (row["id"], row["treatment"], row["named_by_publications"])
        for row in data["treatment_alerts"]
    ] == [(stop.pk, "Namedumab", [first]), (lift.pk, "Renamed", [first])]
    events = [row["verb"] for row in data["audit_events"] if row["verb"].startswith("alert")]
    assert events == ["alert: stop", "alert: lift"]
    assert "Otherumab" not in html + json.dumps(data)
