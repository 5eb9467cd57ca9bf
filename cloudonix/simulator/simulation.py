"""The whole simulated platform as one object: its store, clock, switches, phones, calls and journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from cloudonix.simulator.calls import CallBook
from cloudonix.simulator.clock import Clock
from cloudonix.simulator.endpoints import EndpointBook
from cloudonix.simulator.faults import Faults
from cloudonix.simulator.journal import Journal
from cloudonix.simulator.limits import RateLimit
from cloudonix.simulator.problems import Refused
from cloudonix.simulator.recordings import Recording, RecordingBook
from cloudonix.simulator.rest_faults import RestFaults
from cloudonix.simulator.rooms import RoomBook
from cloudonix.simulator.store import Store
from cloudonix.simulator.switches import Switches

NO_CONTENT = 204


@dataclass(slots=True)
class Simulation:
    store: Store = field(default_factory=Store)
    clock: Clock = field(default_factory=Clock)
    switches: Switches = field(default_factory=Switches)
    endpoints: EndpointBook = field(default_factory=EndpointBook)
    calls: CallBook = field(default_factory=CallBook)
    journal: Journal = field(default_factory=Journal)
    rate_limit: RateLimit = field(default_factory=RateLimit)
    faults: Faults = field(default_factory=Faults)
    rest_faults: RestFaults = field(default_factory=RestFaults)
    recordings: RecordingBook = field(default_factory=RecordingBook)
    rooms: RoomBook = field(default_factory=RoomBook)
    public_url: str = ""  # where recordings can be fetched: as given, or as the requests call this program
    public_url_given: bool = False

    def address(self, recording: Recording) -> str:
        return self.public_url + recording.path

    def list_response(self, items: list[Any]) -> web.Response:
        if not items and self.switches.empty_list_404:
            raise Refused(404, "Nothing found.")
        return web.json_response(items)

    def created_response(self, item: object, *, documented: int = 200) -> web.Response:
        """Answer a creation: with the object, or with an empty 204 where that is documented or switched on."""
        chosen = self.switches.create_status
        status = chosen if isinstance(chosen, int) else documented
        return web.Response(status=204) if status == NO_CONTENT else web.json_response(item, status=status)

    def taken(self, what: str) -> Refused:
        """The refusal of a name that is in use already; its status is not documented."""
        return Refused(self.switches.duplicate_status, f"{what} already exists")

    async def reset(self) -> None:
        """Forget everything; calls that are going on end without a word."""
        await self.calls.stop()
        self.store.clear()
        self.endpoints.clear()
        self.journal.clear()
        self.rate_limit.clear()
        self.faults.clear()
        self.rest_faults.clear()
        self.recordings.clear()
        self.rooms.clear()
        self.switches = Switches()


SIMULATION: web.AppKey[Simulation] = web.AppKey("simulation", Simulation)
