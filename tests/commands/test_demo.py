"""The whole demo from the outside: ready line, sign-in links, Ctrl-C, kill -9 and a child that dies."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from opbx.embedded.datadir import OWNER_VARIABLE
from opbx.embedded.ports import LOOPBACK, answers

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240  # on a machine that is busy with other tests
READY = re.compile(r"^OPBX is ready on http://localhost:(\d+)$", re.MULTILINE)
LINK = re.compile(r"http://([a-z-]+\.|)localhost:\d+(/\S+)")


@dataclass
class Demo:
    """A running `dev.py` and everything it printed."""

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.printed)

    @property
    def port(self) -> int:
        found = READY.search(self.text)
        assert found is not None, self.text
        return int(found.group(1))

    def read(self) -> None:
        assert self.process.stdout is not None
        self.printed.extend(self.process.stdout)

    def wait_until(self, line: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while line not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)

    def leave(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        return self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the module, as a person has one: each start finds what the last one left."""
    return tmp_path_factory.mktemp("demo") / "data"


@contextmanager
def started(data_dir: Path) -> Iterator[Demo]:
    """With embedded servers, whatever the tests themselves run on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPBX_", "DJANGO_"))}
    process = subprocess.Popen(
        [sys.executable, "dev.py", "--port", "0", "--data-dir", str(data_dir)],
        cwd=ROOT,
        env={**kept, "DATABASE_URL": "", "REDIS_URL": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Demo(process)
    reader = threading.Thread(target=running.read)
    reader.start()
    try:
        yield running
    finally:
        process.terminate()
        process.wait(timeout=60)
        reader.join(timeout=10)
        assert process.stdout is not None
        process.stdout.close()


def processes_of(folder: Path) -> list[str]:
    mark = f"{OWNER_VARIABLE}={folder.resolve()}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [command for command in found if command]


def status(port: int, host: str, path: str) -> int:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"{host}:{port}"})
        return connection.getresponse().status
    finally:
        connection.close()


def test_demo_is_ready_with_a_link_for_each_role(data_dir: Path) -> None:
    with started(data_dir) as demo:
        demo.wait_until("Ctrl-C stops everything.")

        assert status(demo.port, "localhost", "/healthz") == 200
        assert {host for host, _ in LINK.findall(demo.text)} == {"", "acme.", "globex."}
        assert len(LINK.findall(demo.text)) == 9
        for host, path in LINK.findall(demo.text):
            assert status(demo.port, f"{host}localhost", path) == 200

        demo.leave(signal.SIGKILL)


def test_demo_goes_on_after_a_kill_and_names_a_child_that_dies(data_dir: Path) -> None:
    with started(data_dir) as demo:
        demo.wait_until("Ctrl-C stops everything.")
        assert status(demo.port, "localhost", "/healthz") == 200

        os.kill(child_of(demo.process.pid, "celery"), signal.SIGKILL)

        assert demo.process.wait(timeout=60) == 1
    assert "The worker was ended by SIGKILL" in demo.text
    assert processes_of(data_dir) == []
    assert not answers(demo.port)


def test_ctrl_c_during_the_start_ends_what_has_started(data_dir: Path) -> None:
    """A running demo is stopped in this way at the end of the browser tests."""
    with started(data_dir) as demo:
        demo.wait_until("Checking the settings and updating the tables")
        assert processes_of(data_dir) != []

        assert demo.leave(signal.SIGINT) == 0
    assert processes_of(data_dir) == []


def child_of(parent: int, name: str) -> int:
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    return next(
        int(line.split()[0])
        for line in listed.splitlines()
        if line.split()[1] == str(parent) and name in line
    )
