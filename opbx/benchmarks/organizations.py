"""Organizations for benchmarks: the first is provisioned as every customer's is, more are copied from it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from audit.actors import Actor
from extensions.numbering import MOST_NUMBERS
from extensions.services import add_extensions
from opbx.embedded.postgres import find_programs
from tenants import due
from tenants.console.platform import ensure_platform
from tenants.console.services import PROVISION, add_organization
from tenants.context import in_shared, in_tenant
from tenants.models import HostName, Organization, ProvisioningJob
from tenants.slugs import schema_name_for

ACTOR = Actor.system("Benchmark")
REGION, TIME_ZONE, VOICE_LANGUAGE = "DE", "Europe/Berlin", "de-DE"
HASTY = "-c synchronous_commit=off"


def provision_organization(slug: str) -> Organization:
    """Add a customer through the console's service and do the worker's part at once."""
    with in_tenant(ensure_platform()):
        made = add_organization(
            ACTOR, name=slug.capitalize(), slug=slug, time_zone=TIME_ZONE, region=REGION,
            voice_language=VOICE_LANGUAGE,
        )  # fmt: skip
    with in_tenant(made):
        due.run(PROVISION)
    made.refresh_from_db()
    return made


def copy_organizations(empty: Organization, slugs: Iterable[str]) -> Iterator[Organization]:
    """Make organizations with the tables of an empty one, each as provisioning would have left it.

    Migrating a thousand schemas takes a quarter of an hour; a dump of one that is run a thousand times gives the
    same tables, indexes, constraints and rows in a tenth of it.
    """
    dump = _program("pg_dump", "--no-owner", "--schema", empty.schema_name)
    for slug in slugs:
        schema = schema_name_for(slug)
        _program("psql", "-q", "-1", "-v", "ON_ERROR_STOP=1", text=dump.replace(empty.schema_name, schema))
        with in_shared(), transaction.atomic():
            made = Organization.objects.create(
                name=slug.capitalize(), slug=slug, schema_name=schema, time_zone=TIME_ZONE, region=REGION,
                voice_language=VOICE_LANGUAGE, plan_version=empty.plan_version, provisioned_at=timezone.now(),
            )  # fmt: skip
            HostName.objects.create(domain=f"{slug}.{settings.HOST_SUFFIX}", tenant=made, is_primary=True)
            ProvisioningJob.objects.create(
                organization=made, state=ProvisioningJob.State.DONE, finished_at=timezone.now()
            )
        yield made


def add_many_extensions(numbers: range) -> None:
    """To the current organization, in one transaction, as an import does."""
    texts = [str(number) for number in numbers]
    with transaction.atomic():
        for place in range(0, len(texts), MOST_NUMBERS):
            add_extensions(ACTOR, numbers=texts[place : place + MOST_NUMBERS])


@contextmanager
def hasty_database() -> Iterator[None]:
    """Let commits of this connection not wait for the disk: what is being filled can be made anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


def settle_database() -> None:
    """Do now what autovacuum and the checkpointer would else do while something is measured."""
    with in_shared(), connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _program(name: str, *words: str, text: str | None = None) -> str:
    database = settings.DATABASES["default"]
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    done = subprocess.run(
        [find_programs() / name, *words, url], input=text, capture_output=True, text=True,
        env={**os.environ, "PGOPTIONS": HASTY}, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr.strip()[-500:]}")
    return done.stdout
