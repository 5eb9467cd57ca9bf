"""Fill the demo's organizations and pair them with the simulator."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from opbx.demo.seed import seed_demo


class Command(BaseCommand):
    help = "Make the demo's two organizations with people, extensions, numbers and calls. Safe to repeat."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--simulator-url", required=True, help="where the Cloudonix simulator answers")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        if not settings.DEMO:
            raise CommandError(
                "This fills an installation with known passwords. Set OPBX_DEMO=true to allow it."
            )
        seed_demo(options["simulator_url"].rstrip("/"))
        self.stdout.write("The demo is filled.")
