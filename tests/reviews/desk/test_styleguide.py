"""The style guide: every component of the public pages, for staff only."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import snapshots
from tests.reviews.desk.helpers import as_role

pytestmark = pytest.mark.django_db
COMPONENTS = Path(settings.BASE_DIR) / "templates/components"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("outsider", 302),
        ("staff", 200),
        ("Editors", 200),
        ("Reviewers", 200),
        ("Publishers", 200),
        ("Administrators", 200),
    ],
)
def test_style_guide_is_for_staff(role: str, status: int) -> None:
    response = as_role(role).get("/styleguide/")
    assert response.status_code == status
    assert (b"Examplumab" in response.content) is (status == 200)


def test_style_guide_is_kept_by_no_cache_and_found_by_no_search_engine(client: Client) -> None:
    response = as_role("Editors").get("/styleguide/")
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert b"styleguide" not in client.get("/sitemap.xml").content


def test_style_guide_shows_every_component() -> None:
    response = as_role("Editors").get("/styleguide/")
    used = {template.name for template in response.templates}
    files = {f"components/{path.name}" for path in COMPONENTS.glob("*.html")}
    assert len(files) > 30
    assert files - used == set()


def test_components_look_as_they_were_looked_at_last() -> None:
    # After a change that is meant: `python -m tests.snapshots`, then read the difference.
    assert snapshots.rendered() == snapshots.kept()
