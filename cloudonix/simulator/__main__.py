"""Start the Cloudonix simulator: `python -m cloudonix.simulator --port 9090`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from aiohttp import web

from cloudonix.simulator.app import build_app
from cloudonix.simulator.clock import Clock
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.store import Store

SECONDS_TO_FINISH_REQUESTS = 2.0


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m cloudonix.simulator", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port to listen on; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--state", type=Path, help="JSON file that keeps domains, keys and subscribers")
    parser.add_argument("--clock", default="real", help="real, instant or scaled:N (default: real)")
    parser.add_argument(
        "--public-url",
        default="",
        help="where the PBX can fetch recordings (default: where it sends its requests)",
    )
    options = parser.parse_args(arguments)
    try:
        options.clock = Clock(options.clock)
        options.state = Store.load(options.state)
    except ValueError as refusal:
        parser.error(str(refusal))
    return options


async def serve(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    simulation = Simulation(
        store=options.state,
        clock=options.clock,
        public_url=options.public_url.rstrip("/"),
        public_url_given=bool(options.public_url),
    )
    runner = web.AppRunner(
        build_app(simulation), access_log=None, shutdown_timeout=SECONDS_TO_FINISH_REQUESTS
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, options.host, options.port).start()
        port = runner.addresses[0][1]
        print(f"Cloudonix simulator on http://{options.host}:{port}", flush=True)
        await stop.wait()
    finally:
        await runner.cleanup()


def main() -> int:
    options = read_arguments(sys.argv[1:])
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(options))
    except OSError as refusal:
        print(
            f"Port {options.port} on {options.host} cannot be used: {refusal.strerror}. "
            "Choose another with --port.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
