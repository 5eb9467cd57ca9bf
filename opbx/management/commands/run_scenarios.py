"""Run the golden scenarios of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opbx.scenarios.files import UnreadableScenario, read_scenario, write_steps
from opbx.scenarios.running import run_scenario


class Command(BaseCommand):
    help = (
        "Run every scenario file (*.toml) of a folder and below, and print what differs from what it expects."
        " Needs no database. The format is described in docs/scenarios.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--accept",
            action="store_true",
            help="Write what OPBX answers now into the files, for review by a diff.",
        )

    def handle(self, *_args: Any, folder: Path, accept: bool, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        paths = sorted(folder.rglob("*.toml"))
        if not paths:
            raise CommandError(f"There are no scenarios (*.toml) in {folder}.")
        differing = 0
        for path in paths:
            differing += self._run(path, accept=accept)
        verdict = f"{len(paths)} scenarios, {differing} {'written' if accept else 'differ'}."
        if differing and not accept:
            raise CommandError(verdict)
        self.stdout.write(verdict)

    def _run(self, path: Path, *, accept: bool) -> bool:
        try:
            scenario = read_scenario(path)
        except UnreadableScenario as error:
            raise CommandError(str(error)) from error
        result = run_scenario(scenario)
        if not result.differences:
            return False
        self.stdout.write(f"{path}: {scenario.title}")
        for line in result.differences:
            self.stdout.write(f"  {line}")
        if accept:
            write_steps(scenario, result.steps)
        return True
