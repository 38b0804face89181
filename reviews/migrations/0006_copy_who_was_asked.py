"""Who was asked so far, as assignments: by whoever opened the request, when they opened it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CHUNK = 500


def assign(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    assignments = apps.get_model("reviews", "Assignment")._default_manager
    asked = apps.get_model("reviews", "ReviewRequest").reviewers.through._default_manager
    rows = asked.select_related("reviewrequest").order_by("pk")
    assignments.bulk_create(
        (
            assignments.model(
                request_id=row.reviewrequest_id,
                reviewer_id=row.reviewer_id,
                named_by_id=row.reviewrequest.opened_by_id,
                at=row.reviewrequest.opened_at,
            )
            for row in rows.iterator(chunk_size=CHUNK)
        ),
        batch_size=CHUNK,
    )


def unassign(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    assignments = apps.get_model("reviews", "Assignment")._default_manager
    asked = apps.get_model("reviews", "ReviewRequest").reviewers.through._default_manager
    asked.bulk_create(
        asked.model(reviewrequest_id=row.request_id, reviewer_id=row.reviewer_id)
        for row in assignments.filter(ended_at=None).order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_specialties_assignments_and_unfinished_reviews")]
    operations = [migrations.RunPython(assign, unassign)]
