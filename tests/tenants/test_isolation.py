"""Organizations do not see each other's rows, and code without an organization fails loudly."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.models import User
from tenants.context import NoOrganization, current_organization, in_shared, in_tenant
from tenants.due import make_due


def test_a_row_of_one_organization_does_not_exist_in_another(acme, globex, owner):
    with in_tenant(acme):
        assert User.objects.filter(pk=owner.pk).exists()

    with in_tenant(globex):
        assert not User.objects.filter(email=owner.email).exists()


def test_a_query_from_the_shared_schema_for_an_organizations_table_fails_loudly(db):
    with pytest.raises(ProgrammingError, match="accounts_user"), transaction.atomic(), in_shared():
        User.objects.count()


def test_asking_for_the_current_organization_in_the_shared_schema_is_an_error(db):
    with pytest.raises(NoOrganization):
        current_organization()
    with pytest.raises(NoOrganization):
        make_due("anything")


def test_the_schema_is_restored_after_an_error_inside_an_organization(acme):
    with pytest.raises(ZeroDivisionError), in_tenant(acme):
        _ = 1 / 0

    assert connection.schema_name == "public"
