"""The ways of a domain to the outside and from there.

A domain without any trunk uses those of its provider, which nobody sees: a call may then come by a trunk
of any name, and goes out by none that has one.
"""

from __future__ import annotations

import json

from cloudonix.simulator.problems import Refused
from cloudonix.simulator.records import Domain
from cloudonix.simulator.store import Store

PROVIDERS_TRUNK = 77  # the id that a call by a provider's trunk bears


class NoTrunk(Exception):
    """No trunk leads out; the message says why."""


def way_out(store: Store, domain: Domain, wanted: str | None) -> str:
    """The name of the trunk that a call goes out by, empty for a provider's. Raises NoTrunk.

    wanted: the `trunks` of a Dial: names, ids or uuids, apart by commas or as a JSON array; the first that
    is there and active is taken. None: the first active one of all that lead outside.
    """
    if wanted is None:
        trunks = store.trunks_of(domain)
        usable = next((trunk for trunk in trunks if trunk.places_calls), None)
        if usable is None and trunks:
            raise NoTrunk("The domain has no active trunk that leads outside.")
        return "" if usable is None else usable.name
    reasons = []
    for name in _names(wanted):
        trunk = store.trunk(domain, name)
        if trunk is not None and trunk.places_calls:
            return trunk.name
        why = "does not exist" if trunk is None else "is not active" if not trunk.active else "is inbound"
        reasons.append(f"Trunk {name} {why}.")
    raise NoTrunk(" ".join(reasons) or "The list of trunks is empty.")


def _names(wanted: str) -> list[str]:
    if wanted.lstrip().startswith("["):
        try:
            return [str(one) for one in json.loads(wanted)]
        except ValueError:
            return []
    return [name.strip() for name in wanted.split(",") if name.strip()]


def way_in(store: Store, domain: Domain, name: str) -> int:
    """The id of the trunk that an inbound call names, 0 for none; raises Refused when it takes no calls."""
    if not name:
        return 0
    if not store.trunks_of(domain):
        return PROVIDERS_TRUNK
    trunk = store.trunk(domain, name)
    if trunk is None:
        raise Refused(404, f"The domain has no trunk {name}.")
    if not trunk.takes_calls:
        raise Refused(409, f"Trunk {name} takes no calls: it is not active, or outbound.")
    return trunk.id
