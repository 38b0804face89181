"""What `manage.py check` refuses."""

import pytest
from pytest_django import Settings

from healthinfo import checks


@pytest.mark.parametrize(
    ("address", "hosts", "found"),
    [
        ("https://health.example.org", ["health.example.org"], []),
        ("https://health.example.org:8443", ["health.example.org"], []),
        ("https://www.example.org", [".example.org"], []),
        ("http://[::1]:8000", ["[::1]"], []),
        ("http://127.0.0.1:8000", ["health.example.org"], ["healthinfo.E003"]),
        ("https://example.org", ["health.example.org"], ["healthinfo.E003"]),
    ],
)
def test_the_own_address_must_be_one_at_which_the_site_answers(
    settings: Settings, address: str, hosts: list[str], found: list[str]
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = address, hosts
    assert [error.id for error in checks.the_site_knows_its_own_address()] == found
