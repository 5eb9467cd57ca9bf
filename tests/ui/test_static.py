"""What we serve is what we reviewed: vendored files, icons, and no inline script or style in any template."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = sorted(
    path
    for folder in (ROOT / "templates", *ROOT.glob("*/templates"), *ROOT.glob("*/*/templates"))
    if ".venv" not in folder.parts
    for path in folder.rglob("*.html")
)
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text())
OWN_CODE = [
    path for path in ROOT.rglob("*.py") if not {".venv", "build", "tests"} & set(path.relative_to(ROOT).parts)
]


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["package"])
def test_a_vendored_file_is_the_reviewed_one_and_asks_for_no_source_map(entry):
    content = (ROOT / entry["file"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert b"sourceMappingURL" not in content
    assert entry["version"]
    assert entry["licence"]


def test_every_vendored_file_is_in_the_manifest_and_has_a_licence_beside_it():
    listed = {entry["file"] for entry in MANIFEST}
    files = [path for path in (STATIC / "vendor").rglob("*") if path.suffix in {".css", ".js"}]

    assert {str(path.relative_to(ROOT)) for path in files} <= listed
    assert all((path.parent / "LICENSE.txt").is_file() for path in files)


def icons_named_in(text: str) -> set[str]:
    used = set(re.findall(r"""\{%\s*icon\s+["']([\w-]+)["']""", text))
    used |= set(re.findall(r"""\bicon=["']([\w-]+)["']""", text))
    return used | set(re.findall(r"""["']icon["']:\s*["']([\w-]+)["']""", text))


def test_every_icon_exists_in_the_sprite():
    from opbx.navigation import MENU
    from opbx.web.tags.parts import LEVEL_ICONS
    from opbx.web.tags.text import DIRECTIONS

    known = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    used = {item.icon for group in MENU for item in group.items}
    used |= set(LEVEL_ICONS.values()) | {symbol for symbol, _ in DIRECTIONS.values()}
    for path in [*TEMPLATES, *OWN_CODE]:
        used |= icons_named_in(path.read_text())

    assert used - known == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_no_inline_script_or_style_and_no_other_origin(path):
    text = path.read_text()

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"""\son[a-z]+\s*=\s*["']""", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\bhx-(on|vars)\b|\bjs:", text)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", text)
    assert not re.search(r"#[0-9a-fA-F]{6}\b", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_compiles(path):
    engines["django"].from_string(path.read_text())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates" / "ui").glob("*.html")), ids=lambda path: path.stem
)
def test_a_component_begins_with_its_arguments(path):
    assert path.read_text().startswith("{% comment %}")


def test_the_look_is_small_enough_for_a_slow_line():
    # The budget of the own files; gzip is what any server in front gives.
    own = [*(STATIC / "js").glob("*.js"), STATIC / "css" / "opbx.css", STATIC / "icons.svg"]

    assert sum(path.stat().st_size for path in own) < 80_000
