from django.db import migrations, models

import articles.models.validators


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_assignments_take_the_place_of_reviewers")]
    operations = [
        migrations.RenameField("reviewer", "languages", "other_languages"),
        migrations.AlterField(
            "reviewer",
            "other_languages",
            models.CharField(
                blank=True,
                help_text="For readers, separated by commas.",
                max_length=200,
                validators=[articles.models.validators.validate_no_control_characters],
                verbose_name="other languages",
            ),
        ),
        migrations.AddField(
            "reviewer",
            "languages",
            models.CharField(
                blank=True,
                default="",
                max_length=200,
                verbose_name="languages",
            ),
            preserve_default=False,
        ),
    ]
