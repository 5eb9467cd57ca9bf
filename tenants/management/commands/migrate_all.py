"""Bring the shared schema and every organization's schema up to date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tenants.schemas import migrate_all


class Command(BaseCommand):
    help = "Migrate the shared schema, then the schema of every organization."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        done = migrate_all()
        self.stdout.write(f"The shared schema and {len(done)} organizations are up to date.")
