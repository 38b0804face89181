"""The groups behind the roles, set after every migration."""

from typing import Any, cast

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

_CATALOGUE = (
    *("condition", "conditionname", "conditioncode", "supportorganisation"),
    *("treatment", "source"),
)
_EVIDENCE = (
    "auditevent",
    "draftedit",
    "erratum",
    "publication",
    "revision",
    "withdrawal",
    "sitetext",
    "reviewrecord",
    "reviewrequest",
    "reviewer",
)

_READ = tuple(
    f"view_{model}" for model in (*_CATALOGUE, *_EVIDENCE, "article", "missedsearch", "specialty")
)
_WRITE = tuple(f"{verb}_{model}" for model in _CATALOGUE for verb in ("add", "change"))
_EDIT = (
    *(*_READ, *_WRITE),
    *("add_article", "change_article", "withdraw_article", "triage_voices"),
)

# Permission codenames by group: the table "who may what" of `docs/architecture.md`.
GROUPS: dict[str, tuple[str, ...]] = {
    "Editors": _EDIT,
    "Reviewers": (
        *(f"view_{model}" for model in (*_CATALOGUE, "article")),
        "withdraw_article",
        "decide_request",
    ),
    "Publishers": (*_EDIT, "publish_article"),
    "Administrators": (
        *_EDIT,
        *(f"delete_{model}" for model in _CATALOGUE),
        "publish_article",
        "verify_reviewer",
        "add_reviewer",
        "change_reviewer",
        "add_specialty",
        "change_specialty",
        "delete_specialty",
        "add_sitetext",
        "add_user",
        "change_user",
        "view_user",
        "view_group",
    ),
}


def set_groups(apps: Apps = installed, **kwargs: Any) -> None:
    """Give each group exactly its permissions (a `post_migrate` receiver; repeating is safe).

    `apps` are the models that exist by now: fewer after `migrate` of one app alone.
    """
    if not {"auth.Group", "reviews.Reviewer"} <= {m._meta.label for m in apps.get_models()}:
        return
    for label in ("auth", "articles", "reviews"):
        create_permissions(installed.get_app_config(label), verbosity=0, apps=apps)
    groups = cast(type[Group], apps.get_model("auth", "Group"))
    permissions = cast(type[Permission], apps.get_model("auth", "Permission"))
    for name, codenames in GROUPS.items():
        group, _ = groups.objects.get_or_create(name=name)
        group.permissions.set(
            permissions.objects.filter(
                codename__in=codenames, content_type__app_label__in=("auth", "articles", "reviews")
            )
        )
