"""The registry of areas, levels and rights says what the roles may."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.permissions import AREAS, BUILT_IN, RIGHTS, Level, has_permission


def test_the_registry_speaks_only_of_areas_rights_and_roles_that_exist() -> None:
    for role in BUILT_IN.values():
        assert set(role.levels) <= set(AREAS)
        assert role.own_only <= set(role.levels)
        assert role.rights <= set(RIGHTS)
        assert role.grants <= set(BUILT_IN)


def test_a_level_includes_the_ones_below() -> None:
    assert has_permission("pbx_admin", "extensions.write")
    assert has_permission("pbx_admin", "extensions.list")
    assert has_permission("pbx_admin", "cloudonix.read")
    assert not has_permission("pbx_admin", "cloudonix.write")


def test_a_misspelt_permission_is_an_error_and_not_a_refusal() -> None:
    for wrong in ("extension.read", "extensions.delete", "right.fly"):
        with pytest.raises(KeyError):
            has_permission("owner", wrong)


def test_an_unknown_role_may_nothing() -> None:
    assert not any(has_permission("intern", f"{area}.list") for area in AREAS)


def test_platform_managers_and_organizations_roles_have_no_area_of_the_other() -> None:
    for role in BUILT_IN.values():
        manages = role.level("organizations") > Level.NONE
        assert manages == role.for_platform
        assert role.level("calls") == Level.NONE or not role.for_platform


def test_admins_grant_no_role_as_strong_as_their_own() -> None:
    assert BUILT_IN["pbx_admin"].grants == {"pbx_user", "reporter"}
    assert BUILT_IN["pbx_user"].grants == BUILT_IN["reporter"].grants == frozenset()


def test_a_suspended_user_has_no_permission_at_all(owner) -> None:
    assert owner.has_perm("extensions.write")
    owner.status = User.Status.SUSPENDED

    assert not owner.has_perm("extensions.list")
