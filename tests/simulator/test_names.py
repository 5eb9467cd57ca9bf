"""The simulator reaches a PBX by any name under localhost, which the system's resolver may not know."""

from __future__ import annotations

import asyncio

import pytest

from cloudonix.simulator.names import LoopbackResolver


@pytest.mark.parametrize("host", ["pbx.localhost", "a.b.localhost", "pbx.localhost."])
def test_names_under_localhost_are_this_machine(host: str) -> None:
    async def resolve() -> list[str]:
        resolver = LoopbackResolver()
        found = await resolver.resolve(host, 8000)
        await resolver.close()
        return [f"{answer['host']}:{answer['port']}" for answer in found]

    assert asyncio.run(resolve()) == ["127.0.0.1:8000"]


def test_other_names_are_left_to_the_system() -> None:
    async def resolve() -> None:
        await LoopbackResolver().resolve("name.invalid", 80)

    with pytest.raises(OSError, match=r".*"):
        asyncio.run(resolve())
