"""The golden scenarios hold, and the command says which do not."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from opbx.scenarios.files import UnreadableScenario, read_scenario
from opbx.scenarios.running import run_scenario
from tests.cxml.grammar import check_document

FOLDER = Path(__file__).parent
SCENARIOS = sorted(FOLDER.rglob("*.toml"))

ONE = """
title = "A number rings its extension"

[plan]
organization = "Acme"

[[plan.extensions]]
number = "101"
name = "Amara"
ring_seconds = 20
sip_usernames = ["101_acme"]

[[plan.numbers]]
e164 = "+493055501210"
destination = "extension 101"

[call]
from = "+447911123456"
to = "+493055501210"
"""


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_scenario_holds(path):
    result = run_scenario(read_scenario(path))

    assert result.differences == []
    for step in result.steps:
        check_document(f"<Response>{step.answer}</Response>")


def test_titles_and_files_are_told_apart():
    titles = [read_scenario(path).title for path in SCENARIOS]

    assert len(set(titles)) == len(SCENARIOS)


def test_the_command_says_what_differs(tmp_path):
    (tmp_path / "one.toml").write_text(ONE)
    said = StringIO()

    with pytest.raises(CommandError, match="1 scenarios, 1 differ"):
        call_command("run_scenarios", tmp_path, stdout=said)

    assert "A number rings its extension" in said.getvalue()
    assert "+ extension 101 Amara: ringing" in said.getvalue()
    assert (tmp_path / "one.toml").read_text() == ONE


def test_what_was_accepted_holds_from_then_on(tmp_path):
    (tmp_path / "one.toml").write_text(ONE)
    call_command("run_scenarios", tmp_path, "--accept", stdout=StringIO())
    said = StringIO()

    call_command("run_scenarios", tmp_path, stdout=said)

    assert said.getvalue().strip() == "1 scenarios, 0 differ."
    assert (tmp_path / "one.toml").read_text().startswith(ONE.rstrip())


def test_an_empty_folder_is_no_success(tmp_path):
    with pytest.raises(CommandError, match="There are no scenarios"):
        call_command("run_scenarios", tmp_path)


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        (('"extension 101"', '"extention 101"'), "begins with none of: agent, announcement, directory"),
        (("[call]", "[coll]"), "'call' is missing"),
        (("ring_seconds = 20", 'ring_seconds = "long"'), "ring_seconds"),
        (("ring_seconds = 20", "ring_secnds = 20"), "Extension has no ring_secnds"),
        (("title =", "title"), "one.toml"),
        (("[call]", "[[steps]]\ndail = 1\n[call]"), "A step has no dail"),
    ],
)
def test_a_file_with_a_mistake_is_named_with_it(tmp_path, mistake, sentence):
    path = tmp_path / "one.toml"
    path.write_text(ONE.replace(*mistake))

    with pytest.raises(UnreadableScenario, match=r"one\.toml") as refusal:
        read_scenario(path)

    assert sentence in str(refusal.value)
