"""The container files: they follow the Compose specification, and everything they name exists."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = Path(__file__).with_name("compose-spec.json")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def has_compose_plugin() -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0


def test_compose_file_follows_the_compose_specification(compose: dict[str, Any], tmp_path: Path) -> None:
    if not has_compose_plugin():
        jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(compose)
        return
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    checked = subprocess.run(
        ["docker", "compose", "config", "--quiet"],
        cwd=tmp_path,
        env={**os.environ, "POSTGRES_PASSWORD": "for-the-check"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_every_process_of_the_design_is_a_service_with_a_health_check(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert {"web", "worker", "beat", "postgres", "valkey", "proxy"} <= set(services)
    for name in ("web", "worker", "beat", "postgres", "valkey"):
        assert "healthcheck" in services[name], name


def test_only_the_proxy_is_reachable_from_outside(compose: dict[str, Any]) -> None:
    published = {name for name, service in compose["services"].items() if "ports" in service}

    assert published == {"proxy"}


def test_services_wait_only_for_services_and_volumes_that_exist(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert set(service.get("depends_on", {})) <= set(compose["services"]), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if not source.startswith("."):
                assert source in compose["volumes"], f"{name}: {volume}"


def test_image_runs_as_an_ordinary_user_with_pinned_packages() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert "--require-hashes" in text
    assert re.findall(r"^USER (\w+)", text, re.MULTILINE)[-1] == "opbx"


def test_image_holds_only_what_git_holds() -> None:
    wanted = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)

    assert ".env" not in wanted
    for name in wanted:
        assert (ROOT / name).exists(), f".dockerignore names {name}, which does not exist"
