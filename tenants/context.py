"""Which organization's schema is current. The only module that touches django-tenants' connection API.

Always tenant outside, transaction inside: an after-commit hook must still run in its organization.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as django_connection
from django.db import transaction

from tenants.models import Organization

# django-tenants adds the tenant to the connection; its types do not know.
connection: Any = django_connection


class NoOrganization(RuntimeError):
    """Code that needs an organization was run in the shared schema."""


def enter_shared() -> None:
    """Make the shared schema current for this thread; each request and each task begins with this."""
    connection.set_schema_to_public()


def enter(organization: Organization) -> None:
    """Make an organization current until something else is entered; for the middleware and the task base only."""
    connection.set_tenant(organization)


@contextmanager
def in_tenant(organization: Organization) -> Iterator[None]:
    """Run the block in the organization's schema and restore what was current before."""
    if connection.in_atomic_block and not _is_current(organization) and not _inside_test_transaction():
        raise RuntimeError("Enter the organization first, then open the transaction.")
    previous = connection.tenant
    connection.set_tenant(organization)
    try:
        yield
    finally:
        connection.set_tenant(previous)


@contextmanager
def in_shared() -> Iterator[None]:
    """Run the block in the shared schema and restore what was current before."""
    previous = connection.tenant
    connection.set_schema_to_public()
    try:
        yield
    finally:
        connection.set_tenant(previous)


@contextmanager
def tenant_transaction(organization: Organization) -> Iterator[None]:
    """The organization's schema outside, one transaction inside."""
    with in_tenant(organization), transaction.atomic():
        yield


def current_organization() -> Organization:
    """The organization whose schema is current; raises NoOrganization in the shared schema."""
    tenant = connection.tenant
    if not isinstance(tenant, Organization):
        raise NoOrganization("This needs an organization, but the shared schema is current.")
    return tenant


def has_organization() -> bool:
    return isinstance(connection.tenant, Organization)


def each_organization() -> Iterator[Organization]:
    """Every provisioned organization that is not deleted, each with its schema current while the caller works."""
    with in_shared():
        organizations = list(
            Organization.objects.filter(provisioned_at__isnull=False)
            .exclude(status=Organization.Status.DELETED)
            .order_by("pk")
        )
    for organization in organizations:
        with in_tenant(organization):
            yield organization


def _is_current(organization: Organization) -> bool:
    return bool(connection.schema_name == organization.schema_name)


def _inside_test_transaction() -> bool:
    # pytest-django wraps a test in a transaction; the tenant changes inside it there, and only there.
    return any(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
