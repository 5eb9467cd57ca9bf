"""What people do with secrets, in a browser: each act gives the secrets that it made or showed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.whole_run import plain
from tests.whole_run.cloudonix_side import Domain, control, seed

SIP_PASSWORD = re.compile(r"[A-Za-z2-9]{28}")


def new_password() -> str:
    return f"Planted-{secrets.token_hex(18)}"  # letters that every address takes


def new_pin() -> str:
    """Ten digits that are not the first somebody would try, nor in anything by chance."""
    return f"7{secrets.randbelow(10**8):08d}3"


def show_password(page: Page, site: str, number: str) -> set[str]:
    page.goto(f"{site}/extensions/{number}/")
    page.get_by_role("button", name="Show password").first.click()
    shown = page.locator("code").filter(has_text=SIP_PASSWORD)
    expect(shown.first).to_be_visible()
    return {shown.first.inner_text()}


def reset_password(page: Page, site: str, number: str) -> set[str]:
    page.goto(f"{site}/extensions/{number}/")
    page.get_by_role("link", name="Reset password").first.click()
    page.get_by_role("button", name="Reset password").click()
    expect(page.get_by_text("has a new password")).to_be_visible()
    return show_password(page, site, number)


def make_phone_link(page: Page, site: str, number: str) -> str:
    page.goto(f"{site}/extensions/{number}/")
    page.get_by_role("button", name="Show QR code").first.click()
    link = page.locator("code").filter(has_text="/phone-setup/")
    expect(link).to_be_visible()
    return link.inner_text()


def open_phone_link(page: Page, url: str) -> set[str]:
    """As whoever has it: the phone's page, the settings that Linphone fetches, and both once more in vain."""
    page.goto(url)
    page.get_by_role("button", name="Show the sign-in").click()
    linphone = page.locator("code").filter(has_text="/phone-setup/linphone/").inner_text()
    assert plain.get(linphone).status == 200
    assert plain.get(linphone).status == 410
    assert plain.get(url).status == 410
    return {token_of(url), token_of(linphone)}


def token_of(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def add_trunk(page: Page, site: str, name: str, *, label: str) -> set[str]:
    """A trunk with a sign-in that Cloudonix refuses, in words that repeat the sign-in."""
    password = new_password()
    page.goto(f"{site}/trunks/add/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Label").fill(label)
    page.get_by_label("Address").fill("sip.carrier.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Add trunk").click()  # its username is missing
    expect(page.get_by_text("Enter the username that belongs to this password.").first).to_be_visible()
    page.get_by_label("Username").fill("carrier-account")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Add trunk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return {password}


def change_trunk(page: Page, site: str, name: str) -> set[str]:
    password = new_password()
    page.goto(f"{site}/trunks/trunk/{name}/edit/")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return {password}


def refuse_in_words_that_repeat(url: str, method: str, pattern: str, *, secret: str) -> None:
    """The next such request is refused by somebody who quotes all that was sent, the key included."""
    fault = {"kind": "rest", "do": "status", "status": 400, "message": secret, "repeats_body": True}
    control(url, "faults", {**fault, "method": method, "path": pattern})


def set_service_pin(page: Page, site: str, number: str) -> set[str]:
    return set_pin(page, f"{site}/extensions/{number}/service-pin/", "Service PIN", "Set PIN")


def set_voicemail_pin(page: Page, site: str, box: str) -> set[str]:
    page.goto(f"{site}/voicemail/")
    page.get_by_role("link", name=box, exact=True).click()
    page.get_by_role("link", name="Set PIN").click()
    return set_pin(page, page.url, "PIN", "Save PIN")


def set_pin(page: Page, url: str, label: str, button: str) -> set[str]:
    """One that is refused first, since a refused form is a page as well."""
    refused, pin = "7070707070", new_pin()
    page.goto(url)
    page.get_by_label(label).fill(refused)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_contain_text("easy to guess")
    assert refused not in page.content()
    page.get_by_label(label).fill(pin)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_label(label)).to_have_count(0)
    return {pin}


def check_file(page: Page, site: str) -> set[str]:
    """A file from another system, with columns that OPBX does not know and a row with a problem."""
    password, pin = new_password(), new_pin()
    content = (
        f"Number,First name,SIP password,Old PIN\n150,Imported,{password},{pin}\nx,Wrong,{password},{pin}\n"
    )
    page.goto(f"{site}/extensions/import/")
    file = {"name": "phones.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("SIP password").first).to_be_visible()
    return {password, pin}


def import_file(page: Page, site: str) -> set[str]:
    made = check_file(page, site)
    page.get_by_role("button", name="Import the 1 row without problems").click()
    expect(page.get_by_text("Imported", exact=True).first).to_be_visible()
    return made


def rotate_request_key(page: Page, site: str, domain: str) -> None:
    page.goto(f"{site}/settings/cloudonix/request-key/")
    page.get_by_label(f"Type {domain} to confirm").fill(domain)
    page.get_by_role("button", name="Replace request key").click()
    expect(page.get_by_text("OPBX made a new request key")).to_be_visible()


def enter_api_key(page: Page, site: str, key: str) -> set[str]:
    """One that Cloudonix does not know, and then the one that it knows."""
    unknown = f"XI{secrets.token_hex(16).upper()}"
    page.goto(f"{site}/settings/cloudonix/")
    page.get_by_label("API key").fill(unknown)
    page.get_by_role("button", name="Save and connect").click()
    expect(page.get_by_text("Disconnected", exact=True)).to_be_visible()
    page.get_by_label("API key").fill(key)
    page.get_by_role("button", name="Save and connect").click()
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    return {unknown, key}


def enter_customer_key(page: Page, url: str, key: str) -> set[str]:
    """One that Cloudonix does not know, and then the one that it knows."""
    unknown = new_password()
    page.goto(f"{url}/settings/cloudonix/")
    page.get_by_label("Customer key").fill(unknown)
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("Does not work", exact=True)).to_be_visible()
    page.get_by_label("Customer key").fill(key)
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("Works", exact=True)).to_be_visible()
    return {unknown, key}


def another_key(domain: Domain) -> str:
    """Of the same domain, made at Cloudonix."""
    return domain.ask("POST", "apikeys", {"name": "a second one"})["keyId"]


def find_a_difference(page: Page, site: str, url: str, domain: str, username: str) -> set[str]:
    """Somebody changes a subscriber's password at Cloudonix and makes things there that OPBX does not have."""
    passwords = [new_password() for _ in range(3)]
    subscribers = [
        {"msisdn": username, "sipPassword": passwords[0]},
        {"msisdn": "gate", "sipPassword": passwords[1]},
    ]
    sign_in = {"authentication": {"username": "gate", "password": passwords[2]}}
    trunk = {
        "name": "their-line",
        "ip": "192.0.2.9",
        "port": 5060,
        "transport": "udp",
        "direction": "outbound",
    }
    seed(url, domain, subscribers=subscribers, trunks=[{**trunk, "profile": sign_in}])
    page.goto(f"{site}/settings/cloudonix/sync/")
    page.get_by_role("button", name="Compare now").click()
    expect(page.get_by_text("Comparing with Cloudonix")).to_have_count(0)
    page.goto(f"{site}/settings/cloudonix/differences/")
    expect(page.get_by_role("row").filter(has_text=username)).to_contain_text("SIP password")
    expect(page.get_by_role("row").filter(has_text="their-line")).to_be_visible()
    return set(passwords)


def delete_extension(page: Page, site: str, number: str) -> None:
    page.goto(f"{site}/extensions/{number}/delete/")
    page.get_by_role("button", name=f"Delete extension {number}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Extensions")


def ask_for_reset(page: Page, site: str, email: str, link_in_mail: Callable[[], str]) -> set[str]:
    page.goto(f"{site}/sign-in/reset/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send the link").click()
    url = link_in_mail()
    page.goto(url)
    expect(page.get_by_role("button", name="Set password")).to_be_visible()
    broken = plain.get(url.replace("/reset/", "/reset/9"))
    assert broken.status == 410
    return {token_of(url)}
