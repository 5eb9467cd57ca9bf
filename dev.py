#!/usr/bin/env python3
"""Starts OPBX's demo, runs every check, or measures: `python3 dev.py`, `… test`, `… properties`, `… bench NAME`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older one is told so
    sys.exit(
        f"OPBX needs Python 3.11 or newer; this is {sys.version_info[0]}.{sys.version_info[1]}. "
        "Run dev.py with a newer one, for example: python3.11 dev.py"
    )

from opbx.embedded.bench import NAMES, run_benchmark  # noqa: E402 - an older Python cannot read these
from opbx.embedded.checks import run_checks  # noqa: E402
from opbx.embedded.demo import Options, run_demo, say  # noqa: E402
from opbx.embedded.install import ensure_environment, runs_inside  # noqa: E402
from opbx.embedded.problems import CannotStart  # noqa: E402
from opbx.embedded.properties import run_properties  # noqa: E402


def main(words: list[str]) -> int:
    ours, their_words = _split(words)
    options = _options(ours)
    # SIGINT as well: a script that starts us with & has us ignore it, and then all that we start ignores it too.
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _leave)
    try:
        _enter_environment(words)
        if options.command == "test":
            return run_checks(ROOT, their_words)
        if options.command == "properties":
            return run_properties(ROOT, their_words)
        if options.command == "bench":
            return run_benchmark(ROOT, options.subject, their_words)
        run_demo(
            Options(
                root=ROOT,
                port=options.port,
                data_dir=options.data_dir,
                host_suffix=options.host_suffix,
                reset=options.reset,
            )
        )
    except CannotStart as problem:
        sys.stdout.flush()
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except KeyboardInterrupt:
        if options.command is not None:
            say(STOPPED[options.command])
            return 130
        say("OPBX has stopped.")
    return 0


STOPPED = {
    "test": "The checks were stopped before their end.",
    "properties": "The properties were stopped before their end.",
    "bench": "The benchmark was stopped before its end.",
}


def _options(words: list[str]) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(words)
    if (options.command == "bench") != (options.subject is not None):
        parser.error(f"bench, and only bench, is followed by one of: {', '.join(NAMES)}")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py", description="Without a command: starts the demo and prints how to sign in."
    )
    parser.add_argument(
        "command",
        nargs="?",
        choices=["test", "properties", "bench"],
        help="test: run every check; properties: try the engine on 100,000 made-up calls; bench: measure",
    )
    parser.add_argument("subject", nargs="?", choices=NAMES, help="what to measure")
    parser.add_argument("--port", type=int, default=8000, help="where the demo listens (0: any free port)")
    parser.add_argument("--data-dir", type=Path, default=ROOT / ".data", help="where the demo keeps its data")
    parser.add_argument("--reset", action="store_true", help="forget the demo's data and begin anew")
    parser.add_argument(
        "--host-suffix",
        default="localhost",
        help="the host of the platform; organizations are <name>.<suffix> (default: localhost)",
    )
    parser.epilog = (
        "dev.py test -- ARGS hands ARGS to pytest, dev.py bench NAME -- ARGS to the benchmark. "
        "docs/running.md tells more."
    )
    return parser


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Our words, and those after `--`, which are pytest's or the benchmark's."""
    place = words.index("--") if "--" in words else len(words)
    return words[:place], words[place + 1 :]


def _enter_environment(words: list[str]) -> None:
    """Goes on as the virtual environment's Python; the process stays the same, so signals still reach us."""
    python = ensure_environment(ROOT)
    if not runs_inside(ROOT):
        sys.stdout.flush()
        os.execv(python, [str(python), str(Path(__file__).resolve()), *words])


def _leave(_sign: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
