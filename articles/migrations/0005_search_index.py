"""The search index's tables; what was published before is filled in by `rebuild_search`."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Index
from django.db.models.functions import Upper

from articles.search import schema


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    schema.create(editor.connection)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    schema.drop(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_corrections_and_roll_back")]
    operations = [
        migrations.AddIndex(
            model_name="conditioncode", index=Index(Upper("code"), name="code_in_upper_case")
        ),
        migrations.RunPython(create, drop),
    ]
