"""The desk lets people in only in a demonstration, until there is a second factor."""

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True
