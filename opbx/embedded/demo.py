"""The demo: every process of OPBX on this machine, with the Cloudonix simulator in Cloudonix's place."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from opbx.embedded.datadir import DataDir, claimed
from opbx.embedded.mailbox import Mailbox
from opbx.embedded.ports import LOOPBACK, answers, free_port, is_free, require_name, require_port
from opbx.embedded.problems import CannotStart
from opbx.embedded.processes import Supervisor, death_notice, tail
from opbx.embedded.servers import server_urls


@dataclass(frozen=True)
class Options:
    root: Path
    port: int
    data_dir: Path
    host_suffix: str
    reset: bool


@dataclass
class Demo:
    options: Options
    data: DataDir
    supervisor: Supervisor
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    _mailbox: Mailbox | None = None

    @property
    def mailbox(self) -> Mailbox:
        if self._mailbox is None:
            self._mailbox = Mailbox(self.data.folder / "mail")
        return self._mailbox

    @property
    def url(self) -> str:
        return f"http://{self.options.host_suffix}:{self.port}"

    def prepare(self) -> None:
        """Everything before the first request: servers, tables, files, demo data."""
        self.environment = {**os.environ, **self.data.child_environment()}
        say("Starting PostgreSQL and Valkey")
        self.environment |= server_urls(self.supervisor, self.data.folder, self.data.logs)
        simulator_port = self._simulator_port()
        self.environment |= self._settings(f"http://{LOOPBACK}:{simulator_port}")
        say("Checking the settings and updating the tables")
        self.manage("migrate_all")  # it runs Django's checks first
        self._collect_static_files()
        say("Starting the Cloudonix simulator and filling in the demo data")
        self._start_simulator(simulator_port)
        self.manage("seed_demo", "--simulator-url", self.environment["OPBX_SIMULATOR_URL"])

    def serve(self) -> None:
        say("Starting the web server and the worker")
        web = ["gunicorn", "opbx.wsgi", "-k", "gthread", "--workers", "2", "--threads", "4"]
        web += ["--bind", f"{LOOPBACK}:{self.port}", "--graceful-timeout", "5", "--no-control-socket"]
        # Only the threaded server shares connections; a pool must not exist before the worker forks.
        self._start("web server", "web", web, {"OPBX_DB_POOL": "true"})
        worker = ["celery", "-A", "opbx", "worker", "-B", "--schedule", str(self.data.folder / "celerybeat")]
        worker += ["--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        loaded = self.data.folder / "worker.pid"  # written once the worker has loaded its tasks
        loaded.unlink(missing_ok=True)
        self._start("worker", "worker", [*worker, "--pidfile", str(loaded)])
        self.supervisor.wait_until(self._is_healthy, what="The web server", seconds=60)
        self.supervisor.wait_until(loaded.exists, what="The worker", seconds=60)

    def manage(self, *words: str, keep_output: bool = True) -> str:
        """Runs a management command to its end and answers with what it printed."""
        command = [sys.executable, "manage.py", *words]
        log = self.data.log("setup")
        with log.open("a", encoding="utf-8") as errors:
            done = subprocess.run(
                command, cwd=self.options.root, env=self.environment, stdout=subprocess.PIPE,
                stderr=errors, text=True, check=False,
            )  # fmt: skip
            if keep_output:
                errors.write(done.stdout)
        if done.returncode != 0:
            raise CannotStart(f"manage.py {words[0]} failed. The end of its log ({log}):\n{tail(log)}")
        return done.stdout

    def watch(self) -> None:
        """Shows e-mails as they are sent; leaves by a signal, or by an error that names the process that died."""
        while True:
            for message in self.mailbox.unread():
                say(f"\n{message}\n")
            dead = self.supervisor.first_dead()
            if dead is not None:
                raise CannotStart(death_notice(dead))
            time.sleep(0.3)

    def _start(self, name: str, log: str, module: list[str], extra: Mapping[str, str] | None = None) -> None:
        self.supervisor.start(
            name,
            [sys.executable, "-m", *module],
            log=self.data.log(log),
            env={**self.environment, **(extra or {})},
            cwd=self.options.root,
        )

    def _settings(self, simulator: str) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "opbx.settings",
            "OPBX_SECRET_KEY": self.data.secret_key(),
            "OPBX_KEY_RING": self.data.key_ring(),
            "OPBX_HOST_SUFFIX": self.options.host_suffix,
            "OPBX_PUBLIC_URL": self.url,
            "OPBX_CLOUDONIX_URL": simulator,
            "OPBX_SIMULATOR_URL": simulator,
            "OPBX_STATIC_ROOT": str(self.data.folder / "static"),
            "OPBX_MEDIA_ROOT": str(self.data.folder / "media"),
            "OPBX_DEMO": "true",
            "OPBX_EMAIL_URL": f"file://{quote(str(self.mailbox.folder))}",
            "OPBX_TLS": "false",
            "PYTHONUNBUFFERED": "1",
        }

    def _simulator_port(self) -> int:
        """The next port when it is free, so that a bookmark of the simulator outlives a restart."""
        return self.port + 1 if self.port < 65535 and is_free(self.port + 1) else free_port()

    def _start_simulator(self, port: int) -> None:
        state = str(self.data.folder / "simulator.json")
        self._start(
            "Cloudonix simulator",
            "simulator",
            ["cloudonix.simulator", "--port", str(port), "--host", LOOPBACK, "--state", state],
        )
        self.supervisor.wait_until(lambda: answers(port), what="The Cloudonix simulator", seconds=30)

    def _collect_static_files(self) -> None:
        fingerprint = _fingerprint(self.options.root / "static", self.options.root / "requirements-dev.txt")
        stamp = self.data.folder / "static.stamp"
        if not stamp.exists() or stamp.read_text(encoding="ascii") != fingerprint:
            self.manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")
            stamp.write_text(fingerprint, encoding="ascii")

    def _is_healthy(self) -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": f"{self.options.host_suffix}:{self.port}"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def run_demo(options: Options, kind: type[Demo] = Demo) -> None:
    """Runs until a signal ends it; raises CannotStart when something has to be changed first.

    kind: how it is set up; the tests have one of their own.
    """
    with claimed(options.data_dir, reset=options.reset) as data:
        port = options.port or free_port()
        require_port(port)
        require_name(options.host_suffix)
        supervisor = Supervisor()
        demo = kind(options, data, supervisor, port)
        try:
            demo.prepare()
            demo.serve()
            announce(demo)
            demo.watch()
        finally:
            for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(sign, signal.SIG_IGN)  # a second Ctrl-C must not leave the rest running
            say("Stopping")
            supervisor.stop_all()


def announce(demo: Demo) -> None:
    from opbx.demo.cast import CUSTOMERS, PASSWORD  # noqa: PLC0415 - only a demo needs its cast

    links = demo.manage("sign_in_links", keep_output=False)  # they are keys, so they go to no log
    first = CUSTOMERS[0]
    say(f"\nOPBX is ready on {demo.url}\n")
    say("Sign in with one click; each link works once:")
    say(in_columns(links))
    say(f"Or on http://{first.slug}.{demo.options.host_suffix}:{demo.port} as {first.people[0].email}, say,")
    say(f"with the password that everybody in the demo has: {PASSWORD}")
    say(f"\nPhones and calls are simulated on {demo.environment['OPBX_SIMULATOR_URL']}")
    say(f"E-mails that OPBX would send appear here; logs are in {demo.data.logs}")
    say("Ctrl-C stops everything.")


def in_columns(text: str) -> str:
    """Tab-separated lines, each column as wide as its widest cell."""
    rows = [line.split("\t") for line in text.splitlines() if line]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "".join(
        "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in rows
    )


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _fingerprint(folder: Path, *files: Path) -> str:
    digest = hashlib.sha256()
    for path in [*sorted(folder.rglob("*")), *files]:
        if path.is_file():
            digest.update(f"{path} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()
