"""How tests are handed out to several processes (`pytest -n 2`)."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

# One running installation serves these folders, one after the other, so that they go to one process.
TOGETHER = ("tests/browser/", "tests/journeys/", "tests/whole_run/")
# These wait for other processes to start and stop; begun last they would keep one process busy alone.
FIRST = (*TOGETHER, "tests/commands/")


class ByFile(LoadScopeScheduling):
    """Hands out whole files, since the fixtures of a module or a package start servers."""

    def _split_scope(self, nodeid: str) -> str:
        return "installation" if nodeid.startswith(TOGETHER) else nodeid.partition("::")[0]


def slow_ones_first(items: list[pytest.Item]) -> None:
    """Otherwise the order stays as it is."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
