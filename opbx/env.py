"""Reads typed settings from the environment and says in one sentence what is missing or wrong."""

from __future__ import annotations

import os
from pathlib import Path

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


class ConfigurationError(Exception):
    """A variable of the environment is missing or cannot be read; the message says which and what to set."""


def env_str(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ConfigurationError(f"{name} is not set. Set it in the environment; .env.example describes it.")
    return default


def env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ConfigurationError(f"{name} is {value!r}. Set it to true or false.")


def env_int(name: str, default: int | None = None) -> int:
    value = env_str(name, None if default is None else str(default))
    try:
        return int(value)
    except ValueError:
        raise ConfigurationError(f"{name} is {value!r}. Set it to a whole number.") from None


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """The comma-separated parts, without blanks."""
    value = env_str(name, ",".join(default))
    return [part.strip() for part in value.split(",") if part.strip()]


def env_secret(name: str, default: str | None = None) -> str:
    """Reads NAME, or the file that NAME_FILE names, as container platforms hand secrets over."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return env_str(name, default)
    if os.environ.get(name, "").strip():
        raise ConfigurationError(f"{name} and {name}_FILE are both set. Keep one of them.")
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"{name}_FILE names {path}, which cannot be read ({error.strerror})."
        raise ConfigurationError(message) from error
    if not value:
        raise ConfigurationError(f"{name}_FILE names {path}, which is empty.")
    return value
