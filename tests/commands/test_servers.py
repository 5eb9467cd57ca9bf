"""The embedded servers: they start, keep their data, and take over after a launcher that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from opbx.embedded import servers
from opbx.embedded.ports import answers, free_port, is_free, require_port
from opbx.embedded.postgres import start_postgres
from opbx.embedded.problems import CannotStart
from opbx.embedded.processes import Supervisor
from opbx.embedded.valkey import start_valkey

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    ours = Supervisor()
    yield ours
    ours.stop_all()


def count_notes(url: str) -> int:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (id int)")
        connection.execute("INSERT INTO note VALUES (1)")
        row = connection.execute("SELECT count(*) FROM note").fetchone()
    return int(row[0]) if row else 0


def test_postgres_keeps_its_data_over_a_restart(supervisor: Supervisor, tmp_path: Path) -> None:
    first = start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")
    assert count_notes(first.url) == 1
    supervisor.stop_all()
    assert is_free(first.port)

    second = start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")

    assert count_notes(second.url) == 2


def test_postgres_role_may_create_databases(supervisor: Supervisor, tmp_path: Path) -> None:
    server = start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")

    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another")


def test_postgres_starts_after_a_killed_one_left_its_lock_file(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")
    supervisor.children[0].process.kill()
    supervisor.stop_all()
    assert (tmp_path / "data" / "postmaster.pid").exists()

    server = start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")

    assert count_notes(server.url) == 1


def test_postgres_starts_when_a_stale_lock_file_names_a_living_stranger(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")
    supervisor.stop_all()
    (tmp_path / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path / 'data'}\n")

    server = start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")

    assert count_notes(server.url) == 1


def test_postgres_left_by_a_killed_launcher_is_stopped_first(supervisor: Supervisor, tmp_path: Path) -> None:
    others = Supervisor()
    first = start_postgres(others, tmp_path / "data", log=tmp_path / "log")

    second = start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")

    assert not answers(first.port)
    assert count_notes(second.url) == 1
    others.stop_all()


def test_data_of_another_postgres_version_is_left_alone(supervisor: Supervisor, tmp_path: Path) -> None:
    start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")
    supervisor.stop_all()
    (tmp_path / "data" / "PG_VERSION").write_text("14\n")

    with pytest.raises(CannotStart, match=r"was made by PostgreSQL 14, and this is PostgreSQL \d+.*--reset"):
        start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")

    assert (tmp_path / "data" / "base").is_dir()


def test_interrupted_first_start_is_made_again(supervisor: Supervisor, tmp_path: Path) -> None:
    (tmp_path / "data" / "base").mkdir(parents=True)

    server = start_postgres(supervisor, tmp_path / "data", log=tmp_path / "log")

    assert count_notes(server.url) == 1


def test_valkey_answers_and_forgets(supervisor: Supervisor, tmp_path: Path) -> None:
    server = start_valkey(supervisor, tmp_path / "valkey", log=tmp_path / "log")

    client = redis.Redis.from_url(server.url)
    client.set("key", "value")
    assert client.get("key") == b"value"
    client.close()

    supervisor.stop_all()
    assert list((tmp_path / "valkey").iterdir()) == []


def test_servers_end_when_their_launcher_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\nfrom pathlib import Path\n"
        "from opbx.embedded.processes import Supervisor\nfrom opbx.embedded.valkey import start_valkey\n"
        "where = Path(sys.argv[1])\n"
        "print(start_valkey(Supervisor(), where, log=where / 'log').port, flush=True)\ntime.sleep(60)\n"
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout is not None
    port = int(launcher.stdout.readline())
    assert answers(port)

    launcher.send_signal(signal.SIGKILL)
    launcher.wait()
    launcher.stdout.close()

    waiting = Supervisor()
    waiting.wait_until(lambda: not answers(port), what="The end of Valkey", seconds=10)


def test_servers_of_the_environment_win(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_valkey(supervisor, tmp_path / "valkey", log=tmp_path / "log")
    monkeypatch.setenv("DATABASE_URL", f"postgres://someone@127.0.0.1:{server.port}/theirs")
    monkeypatch.setenv("REDIS_URL", server.url)

    urls = servers.server_urls(supervisor, tmp_path, tmp_path)

    assert urls == {
        "DATABASE_URL": f"postgres://someone@127.0.0.1:{server.port}/theirs",
        "REDIS_URL": server.url,
    }
    assert len(supervisor.children) == 1


def test_server_of_the_environment_that_is_away_is_named(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("DATABASE_URL", f"postgres://someone:secret@127.0.0.1:{port}/theirs")

    with pytest.raises(
        CannotStart, match=rf"DATABASE_URL names 127.0.0.1:{port}, where nothing answers"
    ) as caught:
        servers.server_urls(supervisor, tmp_path, tmp_path)

    assert "secret" not in str(caught.value)


def test_port_in_use_is_told_with_the_way_out(supervisor: Supervisor, tmp_path: Path) -> None:
    server = start_valkey(supervisor, tmp_path / "valkey", log=tmp_path / "log")

    with pytest.raises(CannotStart, match=rf"Port {server.port} is in use .* --port {server.port + 1}"):
        require_port(server.port)
