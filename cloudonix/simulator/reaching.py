"""Where a Dial leads: to a phone of the domain, an outside number, a SIP address, a voice agent, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Leg
from cloudonix.simulator.endings import ApplicationFault
from cloudonix.simulator.endpoints import AGENT, GONE, MANUAL, Behaviour
from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.trunks import NoTrunk, way_out


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ring. kind: "number", "sip" or "service"; a service's name is provider:id."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a leg is shown of its call. headers: extra SIP headers, by name."""

    caller_id: str = ""
    caller_name: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def targets_of(run: CallRun, dial: Element) -> list[Target]:
    """Whom a Dial rings at the same time; how several are written depends on a switch."""
    nouns = [noun for noun in dial if noun.tag != "Header"]
    simultaneous = run.simulation.switches.simultaneous
    if len(nouns) > 1 and simultaneous == "ampersand":
        raise ApplicationFault("Dial with several nouns is switched off: this platform rings a&b")
    if nouns:
        return [_target(noun) for noun in nouns]
    text = (dial.text or "").strip()
    if "@" in text or simultaneous == "numbers":
        return [target_of(text)]
    return [Target("number", one) for one in text.split("&")]


def _target(noun: Element) -> Target:
    text = (noun.text or "").strip()
    if noun.tag == "Sip":
        return Target("sip", _bare(text))
    if noun.tag == "Service":
        return Target("service", f"{noun.get('provider')}:{text}")
    return Target("number", text)


def target_of(text: str) -> Target:
    """A number, or a SIP address, as text says."""
    return Target("sip", _bare(text)) if "@" in text else Target("number", text)


def _bare(address: str) -> str:
    """A SIP address without scheme and parameters."""
    return address.partition(";")[0].removeprefix("sips:").removeprefix("sip:")


def shown_to_legs(dial: Element) -> Shown:
    headers = dict(parse_qsl(dial.get("headers", ""), keep_blank_values=True))
    headers |= {str(one.get("name")): str(one.get("value")) for one in dial if one.tag == "Header"}
    return Shown(dial.get("callerId", ""), dial.get("callerName", ""), headers)


def new_leg(run: CallRun, target: Target, trunks: str | None, shown: Shown | None = None) -> Leg:
    """Begin to ring a target; trunks: the ways that lead outside, None for any."""
    kind, behaviour, trunk = _reach(run, target, trunks)
    call, shown = run.call, shown or Shown()
    leg = Leg(
        len(call.legs) + 1,
        target.name,
        kind,
        behaviour,
        call.clock.now(),
        trunk=trunk,
        caller_id=shown.caller_id,
        headers=shown.headers,
    )
    call.legs.append(leg)
    return leg


def _reach(run: CallRun, target: Target, trunks: str | None) -> tuple[str, Behaviour, str]:
    """Where a target leads: an active subscriber's phone, else an outside number by a trunk, else nowhere."""
    store, domain = run.simulation.store, run.call.domain
    endpoints, name = run.simulation.endpoints, target.name
    if target.kind != "number":
        scripted = endpoints.behaviour(domain.id, target.kind, name)
        if target.kind == "service":
            return "service", scripted or AGENT, ""
        return ("nowhere", GONE, "") if scripted is None else ("sip", scripted, "")
    subscriber = next(
        (one for one in store.subscribers_of(domain) if one.msisdn == name and one.active), None
    )
    if subscriber is not None and trunks is None:
        behaviour = endpoints.behaviour(domain.id, "subscriber", name) or MANUAL
        if behaviour.result == "unregistered":
            behaviour = MANUAL if _device_is_told(run, name) else GONE
        return "subscriber", behaviour, ""
    if trunks is None and domain.profile.get("redirect-unknown-to-border") is False:
        return "nowhere", GONE, ""
    try:
        trunk = way_out(store, domain, trunks)
    except NoTrunk as trouble:
        run.call.note("warning", f"{name} cannot be reached. {trouble}")
        return "nowhere", GONE, ""
    outside = endpoints.behaviour(domain.id, "pstn", name)
    return ("nowhere", GONE, trunk) if outside is None else ("pstn", outside, trunk)


def _device_is_told(run: CallRun, msisdn: str) -> bool:
    """Tell the control endpoint of a registration-free domain that a device shall dial in; False: there is none."""
    call, profile = run.call, run.call.domain.profile
    url = profile.get("registration-free-control-endpoint")
    if not call.domain.registration_free or not isinstance(url, str) or not url:
        return False
    told = {
        "session": call.token,
        "dnid": call.dialled,
        "caller-id": call.caller,
        "domain": call.domain.name,
        "endpoint": f"sip:{msisdn}@{call.domain.name}",
        "subscriber": {"msisdn": msisdn},
    }
    run.reports.notify_device(url, str(profile.get("registration-free-control-endpoint-api-key") or ""), told)
    return True
