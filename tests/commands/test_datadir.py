"""The data folder: one run at a time, keys that stay, leftovers ended, nobody else's files touched."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from opbx.embedded.datadir import OWNER_VARIABLE, claimed
from opbx.embedded.problems import CannotStart


def test_second_run_on_the_same_folder_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    refusal = pytest.raises(CannotStart, match=rf"already runs on .* \(process {os.getpid()}\)")

    with claimed(tmp_path / "data", reset=False), refusal, claimed(tmp_path / "data", reset=True):
        pass

    with claimed(tmp_path / "data", reset=False):
        pass


def test_keys_are_made_once_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    with claimed(tmp_path / "data", reset=False) as data:
        keys = (data.secret_key(), data.key_ring())
    with claimed(tmp_path / "data", reset=False) as data:
        assert (data.secret_key(), data.key_ring()) == keys

    for name in ("secret_key", "key_ring"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600


def test_reset_forgets_everything(tmp_path: Path) -> None:
    with claimed(tmp_path / "data", reset=False) as data:
        before = data.secret_key()
        (tmp_path / "data" / "postgres").mkdir()
        (tmp_path / "data" / "postgres" / "PG_VERSION").write_text("18")

    with claimed(tmp_path / "data", reset=True) as data:
        assert not data.postgres.exists()
        assert data.secret_key() != before


@pytest.mark.parametrize("reset", [True, False])
def test_folder_with_other_files_is_not_touched(tmp_path: Path, reset: bool) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(CannotStart, match="holds other files"), claimed(tmp_path, reset=reset):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(CannotStart, match="is a file"), claimed(tmp_path / "data", reset=False):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)

    with (
        pytest.raises(CannotStart, match=r"cannot be written"),
        claimed(tmp_path / "shut" / "data", reset=False),
    ):
        pass


def test_what_a_killed_run_left_is_ended(tmp_path: Path) -> None:
    folder = (tmp_path / "data").resolve()
    with claimed(folder, reset=False) as data:
        environment = {**os.environ, **data.child_environment()}
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], env=environment)
    other = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env={**os.environ, OWNER_VARIABLE: str(tmp_path / "elsewhere")},
    )

    with claimed(folder, reset=False):
        assert left.wait(timeout=5) != 0
        assert other.poll() is None

    other.kill()
    other.wait()


def test_logs_are_readable_by_the_owner_only(tmp_path: Path) -> None:
    with claimed(tmp_path / "data", reset=False) as data:
        assert stat.S_IMODE(data.logs.stat().st_mode) == 0o700


def test_logs_of_the_last_run_are_kept_beside_the_new_ones(tmp_path: Path) -> None:
    with claimed(tmp_path / "data", reset=False) as data:
        data.log("web").write_text("old")

    with claimed(tmp_path / "data", reset=False) as data:
        assert not data.log("web").exists()
        assert data.log("web").with_suffix(".previous").read_text() == "old"
