"""Specialties, who is asked and until when, priorities, and reviews kept unfinished."""

import articles.models.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("reviews", "0004_requests_keep_what_they_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="since")),
                ("reason", models.TextField(blank=True, verbose_name="why they were asked")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("ended_because", models.TextField(blank=True, verbose_name="why it ended")),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.TextField(verbose_name="what was filled in")),
                ("saved_at", models.DateTimeField(verbose_name="saved at")),
            ],
            options={
                "verbose_name": "unfinished review",
                "verbose_name_plural": "unfinished reviews",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Specialty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        max_length=160,
                        unique=True,
                        validators=[articles.models.validators.validate_slug],
                        verbose_name="address",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=120,
                        unique=True,
                        validators=[articles.models.validators.validate_no_control_characters],
                        verbose_name="name",
                    ),
                ),
                (
                    "pharmacy",
                    models.BooleanField(
                        default=False,
                        help_text="Its reviewers may be the second pair of eyes for any medicine.",
                        verbose_name="pharmacy",
                    ),
                ),
            ],
            options={
                "verbose_name": "specialty",
                "verbose_name_plural": "specialties",
                "ordering": ["name"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="reviewrecord",
            name="an_approval_has_a_due_date_and_a_refusal_a_reason",
        ),
        migrations.RemoveConstraint(
            model_name="reviewrequest",
            name="request_state_is_known",
        ),
        migrations.AddField(
            model_name="reviewer",
            name="languages",
            field=models.CharField(
                blank=True,
                help_text="Those they review in, separated by commas.",
                max_length=200,
                validators=[articles.models.validators.validate_no_control_characters],
                verbose_name="languages",
            ),
        ),
        migrations.AddField(
            model_name="reviewrecord",
            name="for_medicines",
            field=models.BooleanField(default=False, verbose_name="counts for medicines"),
        ),
        migrations.AddField(
            model_name="reviewrecord",
            name="specialties",
            field=models.TextField(blank=True, verbose_name="specialties then"),
        ),
        migrations.AddField(
            model_name="reviewrequest",
            name="cancelled_because",
            field=models.TextField(blank=True, verbose_name="why it was cancelled"),
        ),
        migrations.AddField(
            model_name="reviewrequest",
            name="for_medicines",
            field=models.BooleanField(
                default=False, verbose_name="one of them by a pharmacist or a fitting specialty"
            ),
        ),
        migrations.AddField(
            model_name="reviewrequest",
            name="priority",
            field=models.CharField(
                choices=[("normal", "Normal"), ("urgent", "Urgent")],
                default="normal",
                max_length=8,
                verbose_name="priority",
            ),
        ),
        migrations.AddField(
            model_name="reviewrequest",
            name="two_because",
            field=models.TextField(blank=True, verbose_name="why two"),
        ),
        migrations.AlterField(
            model_name="reviewrecord",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("approved", "Approved"),
                    ("changes_requested", "Changes requested"),
                    ("declined", "Declined"),
                ],
                max_length=20,
                verbose_name="outcome",
            ),
        ),
        migrations.AlterField(
            model_name="reviewrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("in_review", "In review"),
                    ("approved", "Approved"),
                    ("held", "Approved, held for a publisher"),
                    ("scheduled", "Approved, published on its date"),
                    ("failed", "Approved, publishing failed"),
                    ("changes_requested", "Changes requested"),
                    ("declined", "Declined"),
                    ("published", "Published"),
                    ("stale", "Overtaken by a newer version"),
                    ("cancelled", "Cancelled"),
                ],
                default="in_review",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "approved"), ("review_due_on__isnull", False)),
                    models.Q(
                        ("outcome__in", ("changes_requested", "declined")),
                        models.Q(("comment", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_approval_has_a_due_date_and_a_refusal_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approvals_required", 1),
                    models.Q(("two_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="two_approvals_have_their_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ["normal", "urgent"])),
                name="request_priority_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "in_review",
                            "approved",
                            "held",
                            "scheduled",
                            "failed",
                            "changes_requested",
                            "declined",
                            "published",
                            "stale",
                            "cancelled",
                        ],
                    )
                ),
                name="request_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "cancelled"), models.Q(("cancelled_because", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("state", "cancelled"), _negated=True), ("cancelled_because", "")
                    ),
                    _connector="OR",
                ),
                name="a_cancelled_request_says_why",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="named_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments_named",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="reviews.reviewrequest",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="reviews.reviewer",
            ),
        ),
        migrations.AddField(
            model_name="reviewdraft",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="reviews.reviewrequest",
            ),
        ),
        migrations.AddField(
            model_name="reviewdraft",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="reviews.reviewer",
            ),
        ),
        migrations.AddField(
            model_name="specialty",
            name="conditions",
            field=models.ManyToManyField(
                blank=True,
                help_text="Reviewers of this specialty may review every answer on them.",
                related_name="specialties",
                to="articles.condition",
                verbose_name="conditions",
            ),
        ),
        migrations.AddField(
            model_name="reviewer",
            name="specialties",
            field=models.ManyToManyField(
                blank=True,
                related_name="reviewers",
                to="reviews.specialty",
                verbose_name="specialties",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("request", "reviewer"),
                name="asked_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_because", "")),
                    models.Q(
                        ("ended_at__isnull", False), models.Q(("ended_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="an_assignment_ends_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewdraft",
            constraint=models.UniqueConstraint(
                fields=("request", "reviewer"), name="one_unfinished_review_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="specialty",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="specialty_has_a_name"
            ),
        ),
    ]
