from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Who vouches for it")

    def ready(self) -> None:
        from reviews.roles import set_groups

        # Permissions do not exist yet inside a migration, so the groups are set after each.
        post_migrate.connect(set_groups, sender=self, dispatch_uid="reviews.roles")
