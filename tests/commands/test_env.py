"""opbx.env: typed settings, and sentences that say what to set."""

from __future__ import annotations

from pathlib import Path

import pytest

from opbx.env import ConfigurationError, env_bool, env_int, env_list, env_secret, env_str


def test_missing_variable_without_default_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPBX_X", raising=False)

    with pytest.raises(ConfigurationError, match=r"OPBX_X is not set"):
        env_str("OPBX_X")


def test_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPBX_X", "  ")

    assert env_str("OPBX_X", default="fallback") == "fallback"
    assert env_int("OPBX_X", default=4) == 4
    assert env_list("OPBX_X") == []


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("YES", True), ("1", True), ("off", False), ("", False)]
)
def test_switches_are_read_from_words(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("OPBX_X", text)

    assert env_bool("OPBX_X", default=not value) is value


def test_a_switch_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPBX_X", "ture")

    with pytest.raises(ConfigurationError, match=r"OPBX_X is 'ture'. Set it to true or false."):
        env_bool("OPBX_X", default=False)


def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPBX_X", "8o")

    with pytest.raises(ConfigurationError, match=r"OPBX_X is '8o'"):
        env_int("OPBX_X", default=8)


def test_lists_are_comma_separated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPBX_X", "a, b,,c")

    assert env_list("OPBX_X") == ["a", "b", "c"]


def test_secret_comes_from_the_file_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("hush\n")
    monkeypatch.delenv("OPBX_X", raising=False)
    monkeypatch.setenv("OPBX_X_FILE", str(tmp_path / "key"))

    assert env_secret("OPBX_X") == "hush"


def test_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPBX_X", "one")
    monkeypatch.setenv("OPBX_X_FILE", str(tmp_path / "key"))

    with pytest.raises(ConfigurationError, match="both set"):
        env_secret("OPBX_X")


def test_secret_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("OPBX_X", raising=False)
    monkeypatch.setenv("OPBX_X_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(ConfigurationError, match="nowhere, which cannot be read"):
        env_secret("OPBX_X")
