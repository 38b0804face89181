"""A request's reviewers are those assigned to it (`0006` has copied them)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_copy_who_was_asked")]
    operations = [migrations.RemoveField("reviewrequest", "reviewers")]
