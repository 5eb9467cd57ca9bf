"""docs/cloudonix-contract.md: each fact says how sure it is, and its guard is a test that exists."""

from __future__ import annotations

import pytest

from tests.contract.document import TAGS, facts, guard_exists, listed_deviations


def test_the_page_is_read_as_a_whole():
    assert len(facts()) > 50
    assert len(listed_deviations()) > 20


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.text[:50])
def test_each_fact_is_guarded_by_tests_that_exist(fact):
    assert fact.guards
    assert [name for name in fact.guards if not guard_exists(name)] == []


def test_each_fact_and_each_deviation_says_how_sure_it_is():
    assert {row.tag for row in [*facts(), *listed_deviations()]} <= TAGS


def test_each_deviation_says_why():
    assert all(row.why for row in listed_deviations())
    assert {row.side for row in listed_deviations()} == {"request", "answer"}
