"""Voicemail boxes in a browser: a recording is uploaded, heard on its page, and heard by a caller."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.sounds import wav

pytestmark = pytest.mark.browser


def test_the_pages_of_voicemail_boxes(demo, visit, sign_in):
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    owner.page.goto(f"{demo.site('acme')}/voicemail/")
    owner.check("voicemail")
    owner.page.get_by_role("link", name="Front desk", exact=True).click()
    owner.check("voicemail-box")
    for link in ("Edit", "Change greeting", "Set PIN", "Disable Front desk", "Delete"):
        page = owner.page.url
        owner.page.get_by_role("link", name=link, exact=True).click()
        owner.check(f"voicemail-{link.lower().replace(' ', '-')}")
        owner.page.goto(page)
    owner.page.goto(f"{demo.site('acme')}/voicemail/add/?extension=101")
    owner.check("voicemail-add")
    owner.page.get_by_label("Several users").check()
    owner.check("voicemail-add-shared")
    owner.page.goto(f"{demo.site('acme')}/extensions/101/")
    expect(owner.page.get_by_role("link", name="Add a voicemail box")).to_be_visible()


def test_a_person_uploads_a_greeting_and_hears_it(demo, visit, sign_in):
    chloe = visit()
    sign_in(chloe, "acme", "user@acme.example")
    chloe.page.get_by_role("link", name="Voicemail", exact=True).click()
    expect(chloe.page.get_by_role("link", name="Sales team")).to_be_visible()
    expect(chloe.page.get_by_role("link", name="Front desk")).not_to_be_visible()
    chloe.page.get_by_role("link", name="Chloe Dubois", exact=True).click()
    chloe.page.get_by_role("link", name="Change greeting").click()
    chloe.page.get_by_label("Uploaded audio").check()
    chloe.page.get_by_label("Recording").set_input_files(
        {"name": "me.wav", "mimeType": "audio/wav", "buffer": b"not a sound at all"}
    )
    chloe.page.get_by_role("button", name="Save greeting").click()
    expect(chloe.page.get_by_role("alert")).to_contain_text("not a WAV or MP3 file")
    chloe.check("voicemail-greeting-refused")
    chloe.page.get_by_label("Recording").set_input_files(
        {"name": "me.wav", "mimeType": "audio/wav", "buffer": wav(3)}
    )
    chloe.page.get_by_role("button", name="Save greeting").click()

    player = chloe.page.get_by_label("Greeting of Chloe Dubois")
    player.evaluate("(audio) => { audio.muted = true; return audio.play(); }")
    assert player.evaluate("(audio) => audio.duration") == pytest.approx(3, abs=0.1)
    # Seeking asks for a part of the file.
    player.evaluate("(audio) => { audio.currentTime = 2; }")
    chloe.check("voicemail-own-box")
    chloe.page.get_by_role("link", name="Change greeting").click()
    chloe.check("voicemail-greeting-stored")


def call_from_outside(visitor, simulator: str, number: str) -> None:
    visitor.page.goto(f"{simulator}/?domain=acme-demo.cloudonix.net")
    visitor.page.get_by_label("Number to call").fill(number)
    visitor.page.get_by_label("Caller's number").fill("+4915112345679")
    visitor.page.get_by_role("button", name="Place call").click()
    expect(visitor.page.locator("#timeline-badge")).to_contain_text("Answered")


def test_a_caller_hears_words_and_recordings(demo, visit, sign_in):
    owner, outside = visit(), visit()
    call_from_outside(outside, demo.simulator, "+493055501230")
    expect(outside.page.locator("body")).to_contain_text("Thank you for calling Acme.")

    sign_in(owner, "acme", "owner@acme.example")
    owner.page.goto(f"{demo.site('acme')}/voicemail/?q=Sales")
    owner.page.get_by_role("link", name="Sales team", exact=True).click()
    owner.page.get_by_role("link", name="Change greeting").click()
    owner.page.get_by_label("Uploaded audio").check()
    owner.page.get_by_label("Recording").set_input_files(
        {"name": "sales.wav", "mimeType": "audio/wav", "buffer": wav(2)}
    )
    owner.page.get_by_role("button", name="Save greeting").click()
    expect(owner.page.get_by_label("Greeting of Sales team")).to_be_visible()
    owner.page.goto(f"{demo.site('acme')}/numbers/493055501299/edit/")
    owner.page.get_by_label("Send calls to").select_option("Voicemail box")
    owner.check("number-to-voicemail")
    owner.page.get_by_label("Voicemail box").select_option("Sales team")
    owner.page.get_by_role("button", name="Save changes").click()
    expect(owner.page.get_by_role("link", name="Sales team")).to_be_visible()

    call_from_outside(outside, demo.simulator, "+493055501299")
    expect(outside.page.locator("body")).to_contain_text("/api/voice/media/")
    expect(outside.page.locator("body")).not_to_contain_text("Nothing was heard")

    call = owner.page.locator("tr", has_text="Sales team").filter(has_text="No answer").first
    for _ in range(30):  # the worker folds what was reported in its own time
        owner.page.goto(f"{demo.site('acme')}/calls/?q=15112345679")
        if call.is_visible():
            break
        owner.page.wait_for_timeout(500)
    call.get_by_role("link").first.click()
    expect(owner.page.get_by_role("link", name="Voicemail box Sales team greeted the caller")).to_be_visible()
    owner.check("call-to-voicemail")
