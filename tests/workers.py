"""How tests are handed out to several processes (`pytest -n 2`)."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

# One running demo serves each of these folders, so that its files go to one process.
TOGETHER = ("tests/browser/", "tests/whole_run/", "tests/journeys/")
# These wait for other processes to start and stop; begun last they would keep one process busy alone.
FIRST = (*TOGETHER, "tests/commands/")


class ByFile(LoadScopeScheduling):
    """Hands out whole files, since the fixtures of a module or a package start servers."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


def slow_ones_first(items: list[pytest.Item]) -> None:
    """Otherwise the order stays as it is."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
