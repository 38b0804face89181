"""The desk of a demonstration, where the password is enough to sign in."""

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True
