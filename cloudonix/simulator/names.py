"""Host names of this machine: whatever ends in .localhost is the loopback address, as browsers hold it (RFC 6761)."""

from __future__ import annotations

import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver


class LoopbackResolver(AbstractResolver):
    """Answers for *.localhost itself, since most systems' resolvers do not, and asks the system for the rest."""

    def __init__(self) -> None:
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if not host.rstrip(".").endswith(".localhost"):
            return await self._system.resolve(host, port, family)
        loopback = ResolveResult(
            hostname=host,
            host="127.0.0.1",
            port=port,
            family=socket.AF_INET,
            proto=0,
            flags=socket.AI_NUMERICHOST,
        )
        return [loopback]

    async def close(self) -> None:
        await self._system.close()
