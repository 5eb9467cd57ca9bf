"""Run one benchmark with the servers that `python3 dev.py bench` has started for it."""

from __future__ import annotations

import argparse
import random
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opbx.benchmarks import sync
from opbx.benchmarks.report import Report
from tenants.models import Organization


class Command(BaseCommand):
    help = "Measure one scenario in an empty installation. `python3 dev.py bench NAME` starts it all."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
        one = names.add_parser("sync", help="new extensions to an empty Cloudonix domain")
        one.add_argument("--extensions", type=int, default=500, help="how many extensions (default: 500)")
        one.add_argument("--rounds", type=int, default=3, help="how often; the median counts (default: 3)")
        one.add_argument("--seed", type=int, help="for the same numbers again (default: a new one)")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        if Organization.objects.exists():
            raise CommandError(
                "This installation is in use. Start the benchmark by: python3 dev.py bench sync"
            )
        seed = options["seed"] if options["seed"] is not None else random.randrange(10**6)  # noqa: S311
        report = Report(options["name"], seed, self.stdout.write)
        report.begin()
        sync.run(report, extensions=options["extensions"], rounds=options["rounds"])
        report.end()
        if not report.is_passed:
            raise SystemExit(1)
