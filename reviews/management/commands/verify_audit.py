"""`manage.py verify_audit`."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from articles import verification as content
from articles.models import AuditEvent
from reviews import verification as signatures
from reviews.management.reporting import report


class Command(BaseCommand):
    help = "Walk the audit trail and recompute every hash; exit with 1 where it breaks."

    def handle(self, *args: Any, **options: Any) -> None:
        report(chain(content.audit_trail(), signatures.audit_trail()), self.stdout)
        newest = AuditEvent.objects.order_by("pk").last()
        head = f" The newest is {newest.pk}: {newest.hash}" if newest else ""
        self.stdout.write(f"The audit trail holds. Events: {AuditEvent.objects.count()}.{head}")
