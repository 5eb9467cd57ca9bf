"""Test databases: one template per state of the migrations, cloned for every run and every xdist worker."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.utils import timezone
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
APPS = ["tenants", "accounts", "audit", "extensions", "routing", "calls", "cloudonix"]
ORGANIZATIONS = [
    # name, slug, kind, host
    ("OPBX platform", "platform", "platform", "localhost"),
    ("Acme GmbH", "acme", "customer", "acme.localhost"),
    ("Globex Inc", "globex", "customer", "globex.localhost"),
]


def fingerprint() -> str:
    """Changes when a migration, a model, a pinned package or the standing organizations change."""
    digest = hashlib.sha256()
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in path.parts or path.name == "models.py" or "models" in path.parts:
                digest.update(path.read_bytes())
    for path in (ROOT / "requirements.txt", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def server() -> Iterator[psycopg.Connection[Any]]:
    """An autocommit connection to the server's own database."""
    found = settings.DATABASES["default"]
    with psycopg.connect(
        host=found["HOST"],
        port=found["PORT"] or None,
        user=found["USER"],
        password=found["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield connection


def use_database(name: str) -> None:
    """Point Django's connection to another database of the same server."""
    wrapper = connections["default"]
    wrapper.close()
    wrapper.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def template_database() -> str:
    """The name of the migrated template with the standing organizations; built when this state is new."""
    name = f"opbx_tpl_{fingerprint()}"
    with server() as admin:
        # The lock makes parallel workers wait for the one that builds.
        admin.execute("SELECT pg_advisory_lock(718281828)")
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            building = f"{name}_building"
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(building)))
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
            use_database(building)
            _fill()
            connections["default"].close()
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(building), sql.Identifier(name)
                )
            )
        admin.execute("SELECT pg_advisory_unlock(718281828)")
    return name


def clone(suffix: str) -> str:
    """A fresh copy of the template, under a name of this process."""
    template = template_database()
    name = f"opbx_test_{os.getpid()}_{suffix}"
    with server() as admin:
        drop(name)
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return name


def drop(name: str) -> None:
    with server() as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _fill() -> None:
    from tenants.models import HostName, Organization
    from tenants.schemas import make_schema, migrate_shared

    migrate_shared()
    for name, slug, kind, host in ORGANIZATIONS:
        organization = Organization(
            name=name, slug=slug, kind=kind, schema_name=f"t_{slug}", time_zone="Europe/Berlin", region="DE"
        )
        organization.save()
        HostName.objects.create(domain=host, tenant=organization, is_primary=True)
        make_schema(organization)
        organization.provisioned_at = timezone.now()
        organization.save(update_fields=["provisioned_at"])
