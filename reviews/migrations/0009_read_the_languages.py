"""The languages that were written in words: those of the site become choices, the rest stays."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMES = {
    "de": ("german", "deutsch", "alemán", "de"),
    "en": ("english", "englisch", "inglés", "en"),
    "es": ("spanish", "spanisch", "español", "es"),
}
CODES = {name: code for code, names in NAMES.items() for name in names}


def read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for reviewer in apps.get_model("reviews", "Reviewer")._default_manager.exclude(
        other_languages=""
    ):
        words = [word.strip() for word in reviewer.other_languages.split(",")]
        known = {CODES[word.casefold()] for word in words if word.casefold() in CODES}
        reviewer.languages = ",".join(sorted(known))
        reviewer.other_languages = ", ".join(w for w in words if w.casefold() not in CODES)
        reviewer.save(update_fields=["languages", "other_languages"])


def write(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for reviewer in apps.get_model("reviews", "Reviewer")._default_manager.exclude(languages=""):
        words = [NAMES[code][0].capitalize() for code in reviewer.languages.split(",")]
        reviewer.other_languages = ", ".join([*words, *filter(None, [reviewer.other_languages])])
        reviewer.save(update_fields=["other_languages"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_languages")]
    operations = [migrations.RunPython(read, write)]
