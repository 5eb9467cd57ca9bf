"""Run one benchmark with the servers that `python3 dev.py bench` has started for it."""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opbx.benchmarks import sync
from opbx.benchmarks.report import Report
from opbx.benchmarks.voice import scenario as voice
from tenants.models import Organization


class Command(BaseCommand):
    help = "Measure one scenario in an empty installation. `python3 dev.py bench NAME` starts it all."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=Path(), help="where the servers keep their logs")
        names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
        _add_sync(names)
        _add_voice(names)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        if Organization.objects.exists():
            raise CommandError(
                f"This installation is in use. Start the benchmark by: python3 dev.py bench {options['name']}"
            )
        seed = options["seed"] if options["seed"] is not None else random.randrange(10**6)  # noqa: S311
        report = Report(options["name"], seed, self.stdout.write)
        report.begin()
        match options["name"]:
            case "sync":
                sync.run(report, extensions=options["extensions"], rounds=options["rounds"])
            case "voice":
                voice.run(report, _voice_size(options), postgres_log=options["folder"] / "postgres.log")
        report.end()
        if not report.is_passed:
            raise SystemExit(1)


def _add_sync(names: Any) -> None:  # noqa: ANN401 - argparse keeps the type to itself
    one = names.add_parser("sync", help="new extensions to an empty Cloudonix domain")
    one.add_argument("--extensions", type=int, default=500, help="how many extensions (default: 500)")
    one.add_argument("--rounds", type=int, default=3, help="how often; the median counts (default: 3)")
    one.add_argument("--seed", type=int, help="for the same numbers again (default: a new one)")


def _add_voice(names: Any) -> None:  # noqa: ANN401 - as above
    usual = voice.Size()
    one = names.add_parser("voice", help="the voice route next to a limit and to the usual way")
    one.add_argument(
        "--quick", action="store_true", help="a small run that tries everything and proves little"
    )
    one.add_argument("--rounds", type=int, help=f"how often; medians count (default: {usual.rounds})")
    one.add_argument("--tenants", type=int, help=f"how many organizations (default: {usual.tenants})")
    one.add_argument("--extensions", type=int, help=f"of the big organization (default: {usual.extensions})")
    one.add_argument("--seed", type=int, help="for the same order again (default: a new one)")


def _voice_size(options: dict[str, Any]) -> voice.Size:
    given = {name: options[name] for name in ("rounds", "tenants", "extensions") if options[name] is not None}
    return replace(voice.QUICK if options["quick"] else voice.Size(), **given)
