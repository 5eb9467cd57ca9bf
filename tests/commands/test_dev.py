"""dev.py as a person meets it: a clear sentence and an exit code when something is wrong, no traceback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from opbx.embedded.datadir import claimed
from opbx.embedded.ports import LOOPBACK, free_port

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False
    )


def dev(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "dev.py", *words, **variables)


def test_help_names_every_option() -> None:
    shown = dev("--help")

    assert shown.returncode == 0
    for option in ("--port", "--data-dir", "--reset", "--host-suffix", "test", "properties", "bench"):
        assert option in shown.stdout


def test_the_properties_are_tried_as_often_as_asked() -> None:
    done = dev("properties", OPBX_PROPERTY_CASES="3")

    assert done.returncode == 0, done.stdout
    assert re.search(r"\b[6-9] passed", done.stdout), done.stdout


def test_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        refused = dev("--port", port, "--data-dir", str(tmp_path / "data"))

    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "data" / "postgres").exists()


def test_second_start_on_the_same_data_is_one_sentence(tmp_path: Path) -> None:
    with claimed(tmp_path / "data", reset=False):
        refused = dev("--port", "0", "--data-dir", str(tmp_path / "data"), "--reset")

    assert refused.returncode == 1
    assert "OPBX already runs on" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    url = f"postgres://opbx@127.0.0.1:{free_port()}/opbx"

    refused = dev("--port", "0", "--data-dir", str(tmp_path / "data"), DATABASE_URL=url)

    assert refused.returncode == 1
    assert "DATABASE_URL names" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root installs what is missing")
def test_missing_venv_module_names_the_command_that_installs_it(tmp_path: Path) -> None:
    """Debian ships Python without it."""
    program = (
        "import sys; sys.modules['ensurepip'] = None\n"
        "from pathlib import Path\n"
        "from opbx.embedded.install import ensure_environment\n"
        "ensure_environment(Path(sys.argv[1]))\n"
    )
    (tmp_path / "requirements-dev.txt").write_text("")

    refused = run(sys.executable, "-c", program, str(tmp_path))

    assert "sudo apt-get install python3." in refused.stderr


def test_python_that_is_too_old_is_told_so() -> None:
    program = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('dev.py', run_name='x')"

    refused = run(sys.executable, "-c", program)

    assert refused.returncode == 1
    assert "OPBX needs Python 3.11 or newer; this is 3.9." in refused.stderr


def test_a_host_suffix_that_leads_nowhere_is_one_sentence(tmp_path: Path) -> None:
    refused = dev("--port", "0", "--data-dir", str(tmp_path / "data"), "--host-suffix", "pbx.invalid")

    assert refused.returncode == 1
    assert "The name pbx.invalid leads nowhere" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_checks_that_are_stopped_before_their_end_have_not_passed() -> None:
    process = subprocess.Popen(
        [sys.executable, "dev.py", "test"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    assert "browser" in process.stdout.readline()

    process.terminate()
    rest, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "The checks were stopped before their end." in rest
