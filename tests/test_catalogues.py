"""Every message of the interface is translated into every language of the site."""

import gettext
import io
import re

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from django.conf import settings

from tests import catalogues
from tests.catalogues import LANGUAGES

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def test_every_other_language_of_the_site_has_a_catalogue() -> None:
    codes = {code for code, _name in settings.LANGUAGES}
    assert codes - {settings.LANGUAGE_CODE} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_the_messages_of_the_interface_and_no_others(language: str) -> None:
    """`python -m tests.catalogues` brings it up to date."""
    stored = catalogues.po_file(language).read_text()
    assert catalogues.po_text(catalogues.up_to_date(language)) == stored


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    assert [message.id for message in catalogues.untranslated(language)] == []


def placeholders(message: Message) -> tuple[set[str], list[set[str]]]:
    """Those of the message, and those of each of its translations."""
    ids = (message.id,) if isinstance(message.id, str) else message.id
    texts = (message.string,) if isinstance(message.string, str) else message.string or ("",)
    wanted = set().union(*(_PLACEHOLDER.findall(id_) for id_ in ids))
    return wanted, [set(_PLACEHOLDER.findall(text)) for text in texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in catalogues.catalogue(language):
        wanted, found = placeholders(message)
        # A singular may spell out its number; the plural of many has them all.
        assert found[-1] == wanted, message.id
        assert all(some <= wanted for some in found), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_says_what_the_catalogue_says(language: str) -> None:
    compiled = catalogues.po_file(language).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.mo_bytes(language)
    assert gettext.GNUTranslations(io.BytesIO(compiled)).gettext("Sources") != "Sources"


def test_a_message_of_the_code_and_one_of_a_template_are_found() -> None:
    found = catalogues.messages()
    assert (None, "Only editors start answers.") in found
    assert (None, "Skip to content") in found
    plural = ("%(count)d live answer names %(name)s.", "%(count)d live answers name %(name)s.")
    assert (None, plural) in found


def test_a_call_that_is_not_gettext_is_no_message() -> None:
    source = io.BytesIO(b'print("not this")\n_("this")\n')
    assert [id_ for _, id_, *_ in extract("python", source, catalogues.KEYWORDS)] == ["this"]
