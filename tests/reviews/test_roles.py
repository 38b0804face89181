"""The groups behind the roles, with exactly their permissions, after every migration."""

import pytest
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from reviews import roles

pytestmark = pytest.mark.django_db


def held() -> dict[str, set[str]]:
    return {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }


def test_every_permission_named_exists_once() -> None:
    for names in roles.GROUPS.values():
        assert len(set(names)) == len(names)
        assert Permission.objects.filter(codename__in=names).count() == len(names)


def test_a_migration_leaves_each_group_with_exactly_its_permissions() -> None:
    wanted = {name: set(codenames) for name, codenames in roles.GROUPS.items()}
    assert held() == wanted
    Group.objects.get(name="Editors").permissions.clear()
    Group.objects.get(name="Reviewers").permissions.add(
        Permission.objects.get(codename="publish_article")
    )
    Group.objects.get(name="Publishers").delete()
    assert held() != wanted
    for _ in range(2):
        roles.set_groups()
        assert held() == wanted


def test_editors_do_not_decide_and_reviewers_do_not_edit() -> None:
    assert held().keys() == {"Editors", "Reviewers", "Publishers", "Administrators"}
    for name, codenames in held().items():
        assert ("decide_request" in codenames) is (name == "Reviewers")
        assert ("change_article" in codenames) is (name != "Reviewers")
        assert ("publish_article" in codenames) is (name in {"Publishers", "Administrators"})
        assert ("verify_reviewer" in codenames) is (name == "Administrators")
        assert "withdraw_article" in codenames


def test_no_group_may_change_or_delete_evidence() -> None:
    evidence = {name for name in roles._EVIDENCE if name != "reviewer"}
    for codenames in held().values():
        assert not {f"{v}_{e}" for v in ("change", "delete") for e in evidence} & codenames


def test_groups_are_set_by_migrate_itself() -> None:
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert held().keys() == roles.GROUPS.keys()


def test_a_migration_of_one_app_alone_sets_no_groups_yet() -> None:
    Group.objects.all().delete()
    roles.set_groups(apps=Apps())
    assert held() == {}
