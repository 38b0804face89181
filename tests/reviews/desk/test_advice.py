"""Beside a draft and a version: open comments, and notation that is often misread."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.actions import commenting
from tests import factories as f
from tests.discussing import asked, comment, objected
from tests.reviews.desk.editors import address, article, signed_in
from tests.reviews.desk.helpers import screen

pytestmark = pytest.mark.django_db


def test_an_editor_sees_the_open_comments_with_a_link_until_they_are_resolved() -> None:
    at = timezone.now() - timedelta(hours=1)
    request = f.request(f.article(at=at), at=at)
    said = comment(request, text="Which <b>dose</b>?", at=at)
    client = signed_in(f.user("Editors"))
    link = f'<a href="{request.get_absolute_url()}#comment-{said.pk}">'
    for _state in ("in review", "changes requested"):
        shown = client.get(address(request.article)).content.decode()
        assert link in shown
        assert "“they try to calm it” Which &lt;b&gt;dose&lt;/b&gt;?</a>" in shown
        if request.is_open:
            objected(request, at=at)
    commenting.resolve(said.pk, by=asked(request).user, at=timezone.now())
    shown = client.get(address(request.article)).content.decode()
    assert "Open comments" not in shown
    assert "Which &lt;b&gt;dose" not in shown


def test_misread_notation_is_advice_and_no_gate() -> None:
    written = article(body="Take 1.0 mg of MTX.[^smith]")
    editor = f.user("Editors")
    shown = signed_in(editor).get(address(written)).content.decode()
    assert "Body: “1.0 mg”: a trailing zero is read as ten times the dose" in shown
    assert "Body: “MTX”: an abbreviation of a medicine is read as another one" in shown
    reviewer = f.reviewer()
    request = f.request(written, reviewers=[reviewer, f.reviewer()], at=timezone.now())
    shown = signed_in(reviewer.user).get(screen(request)).content.decode()
    assert "Body: “1.0 mg”: a trailing zero is read as ten times the dose" in shown
    plain = f.request(article(), reviewers=[reviewer], at=timezone.now())
    assert "often misread" not in signed_in(reviewer.user).get(screen(plain)).content.decode()
