"""Rules of the house that no linter knows; each failure says which file broke which."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
MODULE_LINES = 400
FUNCTION_LINES = 50
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "managers", "misc", "tools", "base"}
READERS = {"env_str", "env_bool", "env_int", "env_list", "env_secret"}
TENANT_WORDS = {"tenant", "organization", "tenant_id", "organization_id"}
REGISTRY_HOSTS = re.compile(
    r"(pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|deb\.debian\.org)",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|Users|work)/[a-z]|(?<!\w)/root/")


@cache
def tracked_files() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


def modules() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".py" and "migrations" not in path.parts]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def own_texts() -> Iterator[tuple[Path, str]]:
    """Text files that we wrote: neither vendored nor made by a tool from a registry's answer."""
    for path in tracked_files():
        if "vendor" in path.parts or path.suffix in {".png", ".ico", ".woff2", ".wav", ".mp3"}:
            continue
        yield path, path.read_text(encoding="utf-8")


def test_modules_stay_short() -> None:
    long = {
        shown(path): count
        for path in modules()
        if (count := len(path.read_text().splitlines())) > MODULE_LINES
    }

    assert long == {}, f"split these into modules of under 300 lines: {long}"


def test_functions_stay_short() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]

    assert long == []


def test_modules_say_in_one_line_what_they_are_for() -> None:
    silent = [
        shown(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip()
        and ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None
    ]

    assert silent == []


def test_no_module_is_named_for_nothing_in_particular() -> None:
    assert [shown(path) for path in modules() if path.stem in FORBIDDEN_NAMES] == []
    assert [shown(path) for path in modules() if FORBIDDEN_NAMES & set(path.relative_to(ROOT).parts)] == []


def test_env_example_lists_exactly_the_variables_that_are_read() -> None:
    listed = set(re.findall(r"^([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    for_compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text("utf-8")))

    assert listed == variables_read() | for_compose


def test_the_environment_is_read_in_one_place() -> None:
    """Programs of their own (the launcher, benchmarks, the simulator) and the tests are not part of the product."""
    apart = (
        "opbx/env.py",
        "opbx/embedded/",
        "opbx/benchmarks/",
        "cloudonix/simulator/",
        "tests/",
        "dev.py",
        "manage.py",
    )
    readers = [
        f"{shown(path)}:{node.lineno}"
        for path in modules()
        if not shown(path).startswith(apart)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        and "setdefault" not in path.read_text("utf-8").splitlines()[node.lineno - 1]
    ]

    assert readers == []


def variables_read() -> set[str]:
    found = set()
    for path in modules():
        if shown(path).startswith("tests/"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in READERS
                and node.args
            ):
                name = node.args[0]
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    found.add(name.value)
    return found


def test_no_table_of_a_tenant_names_its_tenant() -> None:
    """The schema is the scope; a column that repeats it could only disagree with it."""
    ours = {path.parent.name for path in ROOT.glob("*/apps.py")}
    labels = {label.split(".")[-1] for label in settings.TENANT_APPS} & ours
    columns = [
        f"{model._meta.label}.{field.name}"
        for label in sorted(labels)
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.name in TENANT_WORDS
        or (field.related_model is not None and getattr(field.related_model, "_meta", None) is not None
            and field.related_model._meta.app_label == "tenants")
    ]  # fmt: skip

    assert labels
    assert columns == []


@pytest.mark.parametrize("pattern", [REGISTRY_HOSTS, MACHINE_PATHS], ids=["registry hosts", "machine paths"])
def test_no_tracked_file_depends_on_where_it_was_written(pattern: re.Pattern[str]) -> None:
    found = [
        f"{shown(path)}:{number}"
        for path, text in own_texts()
        if path != Path(__file__).resolve()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]

    assert found == []


def test_the_style_sheet_closes_every_block() -> None:
    """One that stays open takes everything below it into its own conditions, and no browser complains."""
    text = re.sub(
        r"/\*.*?\*/", "", (ROOT / "static/css/opbx.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    rules = re.sub(r"[^{}]*\{[^{}]*\}", "", text)

    inside = re.findall(r"(@[^{}]+)\{[^{}]*@", rules)
    assert inside == [], "a block at this rule is not closed before the next one begins"
    assert text.count("{") == text.count("}")


def test_the_launcher_needs_only_the_standard_library() -> None:
    """dev.py imports it before any package is installed."""
    outside = [
        f"{shown(path)}: {name}"
        for path in [
            ROOT / "dev.py",
            ROOT / "opbx" / "__init__.py",
            *sorted((ROOT / "opbx/embedded").glob("*.py")),
        ]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported(node)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("opbx.embedded", "opbx.demo.cast"))
    ]

    assert outside == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
