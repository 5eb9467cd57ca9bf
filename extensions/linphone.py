"""The settings of a phone in Linphone's remote provisioning format: an XML document the app reads from a URL."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from extensions.softphones import SignIn

NAMESPACE = "http://www.linphone.org/xsds/lpconfig.xsd"


def linphone_configuration(sign_in: SignIn, password: str) -> bytes:
    """One account (sections proxy_0 and auth_info_0) that replaces the app's first one. Not to be kept anywhere."""
    root = ET.Element("config", {"xmlns": NAMESPACE})
    account = _section(root, "proxy_0")
    _entry(account, "reg_identity", f'"{_quoted(sign_in.name)}" <sip:{sign_in.username}@{sign_in.domain}>')
    _entry(account, "reg_proxy", f"<sip:{sign_in.domain};transport={sign_in.transport.lower()}>")
    _entry(account, "reg_route", f"<{sign_in.sip_uri}>")
    _entry(account, "reg_sendregister", "1")
    credentials = _section(root, "auth_info_0")
    _entry(credentials, "username", sign_in.username)
    _entry(credentials, "passwd", password)
    _entry(credentials, "domain", sign_in.domain)
    _entry(_section(root, "sip"), "default_proxy", "0")
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _section(root: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(root, "section", {"name": name})


def _entry(section: ET.Element, name: str, value: str) -> None:
    ET.SubElement(section, "entry", {"name": name, "overwrite": "true"}).text = value


def _quoted(name: str) -> str:
    """A display name within a SIP header's quotes; a line break cannot be in it (see the model)."""
    return name.replace("\\", "\\\\").replace('"', '\\"')
