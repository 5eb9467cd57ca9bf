"""What of the connection may be seen, and by whom."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import User
from cloudonix.models import Connection, Finding
from cloudonix.models import Voice as VoiceRow
from extensions.sign_in import TRANSPORTS, SignInServer
from opbx.web.connection import CallsNotice
from routing.voices import Voice

_HEADER = {
    Connection.State.CONNECTED: ("ok", "Cloudonix connected"),
    Connection.State.CHECKING: ("info", "Cloudonix: checking"),
    Connection.State.FAILED: ("bad", "Cloudonix disconnected"),
    Connection.State.NOT_CONNECTED: ("warn", "Cloudonix not connected"),
}


def connection_state() -> Connection.State:
    """The state of the current organization's connection, also before anyone entered one."""
    state = Connection.objects.values_list("state", flat=True).first()
    return Connection.State(state or Connection.State.NOT_CONNECTED)


def header_state(request: HttpRequest) -> tuple[str, str] | None:
    """What the header of every page says, for those who may see the settings."""
    user = request.user
    return _HEADER[_state_for_page(request)] if user.has_perm("cloudonix.read") else None


def calls_notice(request: HttpRequest) -> CallsNotice | None:
    """What pages about extensions and numbers say while calls do not work; what to do for those who may."""
    may_see = request.user.has_perm("cloudonix.read")
    match _state_for_page(request):
        case Connection.State.NOT_CONNECTED:
            return CallsNotice(
                "warn",
                "Calls do not work until Cloudonix is connected. Everything else can be set up meanwhile.",
                "Set up" if may_see else "",
                reverse("cloudonix:set_up") if may_see else "",
            )
        case Connection.State.FAILED:
            return CallsNotice(
                "bad",
                "The connection to Cloudonix does not work, so changes here are not sent to it.",
                "Show why" if may_see else "",
                reverse("cloudonix:settings") if may_see else "",
            )
    return None


def _state_for_page(request: HttpRequest) -> Connection.State:
    """connection_state, read once for all that one page says about it."""
    if not hasattr(request, "cloudonix_connection"):
        request.cloudonix_connection = connection_state()  # type: ignore[attr-defined]  # ours, on this request
    state: Connection.State = request.cloudonix_connection  # type: ignore[attr-defined]  # as above
    return state


def sign_in_server() -> SignInServer | None:
    """Where the phones of the current organization sign in; None until the domain is known."""
    row = Connection.current()
    if row is None or not row.domain_name:
        return None
    own = {"TLS": row.tls_port, "UDP": row.udp_port, "TCP": row.tcp_port}
    return SignInServer(
        domain=row.domain_name,
        registrar=row.own_registrar or row.registrar,
        transports=tuple((name, own[name] or port) for name, port in TRANSPORTS),
    )


def known_voices() -> list[Voice]:
    """The voices that can speak in calls, as the last comparison found them, by name."""
    return [
        Voice(row.name, _voice_words(row), tuple(row.languages)) for row in VoiceRow.objects.order_by("name")
    ]


def _voice_words(row: VoiceRow) -> str:
    """Polly:Vicki (female, de-DE)."""
    about = ", ".join(filter(None, (row.gender, *row.languages[:2])))
    more = "" if row.pricing in {"", "standard"} else f" · {row.pricing}"
    return f"{row.name} ({about}){more}" if about else f"{row.name}{more}"


def get_finding(user: User, key: UUID, *, permission: str = "cloudonix.read") -> Finding:
    """A difference between both sides. Raises Http404, and PermissionDenied for too little permission."""
    finding = Finding.objects.filter(key=key).first()
    if finding is None:
        raise Http404("This difference was settled, or was never there.")
    if not user.has_perm(permission):
        raise PermissionDenied("Only an Owner can decide this. A PBX Admin can overwrite what differs.")
    return finding
