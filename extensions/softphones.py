"""How common phones and apps ask for a SIP account: their names for each setting, as data."""

from __future__ import annotations

from dataclasses import dataclass

from extensions.models import SipAccount
from extensions.sign_in import SignInServer

# Stands where the password goes: it is shown only where somebody asked for it.
PASSWORD = "{password}"  # noqa: S105 - a place, not a password


@dataclass(frozen=True)
class SignIn:
    """One phone's sign-in by one way in. host: what the phone talks to. transport: TLS, UDP or TCP."""

    name: str
    username: str
    domain: str
    host: str
    transport: str
    port: int

    @property
    def proxy(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def sip_uri(self) -> str:
        """The host as apps want it that take transport and port within one address."""
        return f"sip:{self.host}:{self.port};transport={self.transport.lower()}"


@dataclass(frozen=True)
class Setting:
    """One line to type. value: "" for the password while it is hidden."""

    label: str
    value: str
    is_secret: bool = False


@dataclass(frozen=True)
class Softphone:
    """where: how one gets to the form. settings: its fields in their order, with what goes into each."""

    key: str
    name: str
    runs_on: str
    where: str
    settings: tuple[tuple[str, str], ...]

    def filled(self, sign_in: SignIn) -> list[Setting]:
        """The settings of one phone; the password stays empty."""
        words = {
            "name": sign_in.name,
            "username": sign_in.username,
            "domain": sign_in.domain,
            "host": sign_in.host,
            "port": str(sign_in.port),
            "transport": sign_in.transport,
            "proxy": sign_in.proxy,
            "sip_uri": sign_in.sip_uri,
        }
        return [
            Setting(label, "", is_secret=True) if value == PASSWORD else Setting(label, value.format(**words))
            for label, value in self.settings
        ]


GENERIC = Softphone(
    key="other",
    name="Any other phone or app",
    runs_on="SIP",
    where="Look for “SIP account”, “Line” or “Registration” in its settings.",
    settings=(
        ("Username", "{username}"),
        ("Authentication name", "{username}"),
        ("Password", PASSWORD),
        ("Domain or SIP server", "{domain}"),
        ("Outbound proxy or registrar", "{host}"),
        ("Port", "{port}"),
        ("Transport", "{transport}"),
        ("Display name", "{name}"),
    ),
)
SOFTPHONES = (
    Softphone(
        key="zoiper",
        name="Zoiper",
        runs_on="Windows, macOS, Linux, iPhone, Android",
        where="Settings › Accounts › Add account. Choose “SIP” with the transport below when it asks.",
        settings=(
            ("Username", "{username}@{domain}"),
            ("Password", PASSWORD),
            ("Hostname or provider", "{domain}"),
            ("Authentication username", "{username}"),
            ("Outbound proxy", "{proxy}"),
            ("Transport", "{transport}"),
        ),
    ),
    Softphone(
        key="linphone",
        name="Linphone",
        runs_on="Windows, macOS, Linux, iPhone, Android",
        where="Assistant › Use a third-party SIP account. The one-time QR code sets Linphone up without typing.",
        settings=(
            ("Username", "{username}"),
            ("Password", PASSWORD),
            ("Domain", "{domain}"),
            ("Display name", "{name}"),
            ("Transport", "{transport}"),
            ("Outbound proxy", "{sip_uri}"),
        ),
    ),
    Softphone(
        key="microsip",
        name="MicroSIP",
        runs_on="Windows",
        where="Menu › Add account.",
        settings=(
            ("Account name", "{name}"),
            ("SIP server", "{domain}"),
            ("SIP proxy", "{proxy}"),
            ("Username", "{username}"),
            ("Domain", "{domain}"),
            ("Login", "{username}"),
            ("Password", PASSWORD),
            ("Transport", "{transport}"),
        ),
    ),
    Softphone(
        key="acrobits",
        name="Groundwire, Acrobits Softphone",
        runs_on="iPhone, Android",
        where="Settings › Accounts › + › Generic SIP account. The last three stand under “Advanced”.",
        settings=(
            ("Title", "{name}"),
            ("Username", "{username}"),
            ("Password", PASSWORD),
            ("Domain", "{domain}"),
            ("Auth username", "{username}"),
            ("Proxy", "{proxy}"),
            ("Transport protocol", "{transport}"),
        ),
    ),
    Softphone(
        key="bria",
        name="Bria",
        runs_on="Windows, macOS, iPhone, Android",
        where="Preferences › Accounts › Add SIP account. The transport stands under “Transport”.",
        settings=(
            ("Account name", "{name}"),
            ("User ID", "{username}"),
            ("Domain", "{domain}"),
            ("Password", PASSWORD),
            ("Display name", "{name}"),
            ("Authorization name", "{username}"),
            ("Send outbound via proxy", "{proxy}"),
            ("Signaling transport", "{transport}"),
        ),
    ),
    Softphone(
        key="yealink",
        name="Yealink desk phone",
        runs_on="Desk",
        where="The phone’s own web page › Account › Register.",
        settings=(
            ("Line active", "Enabled"),
            ("Label", "{name}"),
            ("Display name", "{name}"),
            ("Register name", "{username}"),
            ("Username", "{username}"),
            ("Password", PASSWORD),
            ("SIP server 1: Server host", "{domain}"),
            ("SIP server 1: Port", "{port}"),
            ("Transport", "{transport}"),
            ("Outbound proxy server", "Enabled"),
            ("Outbound proxy server 1", "{host}"),
            ("Outbound proxy server 1: Port", "{port}"),
        ),
    ),
    GENERIC,
)
_USUAL = {
    SipAccount.DeviceType.DESK_PHONE: "yealink",
    SipAccount.DeviceType.SOFTPHONE: "zoiper",
    SipAccount.DeviceType.MOBILE_APP: "linphone",
}


def sign_in_of(account: SipAccount, server: SignInServer, transport: str = "") -> SignIn:
    """transport: the wanted one; the recommended one when it is unknown or "". The extension must be loaded."""
    ways = dict(server.transports)
    wanted = transport if transport in ways else server.transports[0][0]
    return SignIn(
        name=account.extension.name,
        username=account.username,
        domain=server.domain,
        host=server.registrar or server.domain,
        transport=wanted,
        port=ways[wanted],
    )


def softphone_for(account: SipAccount, key: str = "") -> Softphone:
    """The one that was asked for; else the usual one for this kind of device."""
    by_key = {phone.key: phone for phone in SOFTPHONES}
    return by_key.get(key) or by_key.get(_USUAL.get(account.device, ""), GENERIC)
