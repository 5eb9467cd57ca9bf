"""The PostgreSQL schemas of organizations: make one, bring all up to date."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from tenants import context
from tenants.models import Organization


def make_schema(organization: Organization) -> None:
    """Create the organization's schema and migrate it; safe to repeat after a crash half way."""
    organization.full_clean(exclude=["created_at"])
    with context.in_shared(), connection.cursor() as cursor:
        # The name is checked by the model and by a database constraint, and quoted all the same.
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(organization.schema_name)}")
    migrate_schema(organization)


def migrate_schema(organization: Organization) -> None:
    with context.in_shared():
        call_command("migrate_schemas", schema_name=organization.schema_name, interactive=False, verbosity=0)


def migrate_shared() -> None:
    with context.in_shared():
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)


def migrate_all() -> list[Organization]:
    """Migrate the shared schema, then every organization's; returns the organizations in the order done."""
    migrate_shared()
    done = []
    for organization in Organization.objects.filter(provisioned_at__isnull=False).order_by("pk"):
        migrate_schema(organization)
        done.append(organization)
    return done
