"""The messages on the pages of voicemail boxes and the home page, and who may hear, mark and delete them."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from calls.models import Call, VoicemailMessage
from extensions.models import Extension, VoicemailBox
from tenants.context import in_tenant
from tests.messages.conftest import CALLER
from tests.sounds import wav

SHOWN = "+44 20 7183 8750"


@pytest.fixture
def uma(user, client_for):
    """The browser of the PBX User, whose box it is."""
    return client_for(user)


@pytest.fixture
def browser(owner, client_for):
    """The browser of the owner, whose box it is not."""
    return client_for(owner)


@pytest.fixture
def desk(acme, user, admin) -> VoicemailBox:
    """A box that the PBX User and the admin share."""
    with in_tenant(acme):
        box = VoicemailBox.objects.create(name="Desk")
        box.users.set([user, admin])
    return box


@pytest.fixture
def row(acme):
    def found(message: VoicemailMessage) -> VoicemailMessage:
        with in_tenant(acme):
            return VoicemailMessage.objects.get(pk=message.pk)

    return found


def page(client, box: VoicemailBox, query: str = "") -> str:
    answer = client.get(f"/voicemail/{box.key}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def url(message: VoicemailMessage, act: str, box: VoicemailBox) -> str:
    return f"/voicemail/{box.key}/messages/{message.key}/{act}/"


def listening(acme) -> list[str]:
    with in_tenant(acme):
        entries = Entry.objects.filter(action="voicemail_box.message_heard").order_by("pk")
        return [entry.actor_label for entry in entries]


def test_a_persons_messages_stand_on_the_boxs_page(uma, leave, umas_box):
    leave(caller_name="Jo & Sons")
    leave(caller="", heard_at=timezone.now(), audio_state="waiting")
    leave(audio_state="failed", audio_error="It is gone.", recording_urls=["https://rec.cloudonix.io/secret"])

    text = page(uma, umas_box)

    assert "2 new · 3 in all" in text
    assert SHOWN in text
    assert "Jo &amp; Sons" in text
    assert "Unknown number" in text
    assert "Being fetched" in text
    assert "It is gone." in text
    assert text.count("<audio") == 1
    assert "secret" not in text
    assert "does not record" not in text


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("?state=new", 1), ("?state=heard", 1), ("?state=deleted", 1), ("?q=8750", 2), ("?q=999", 0),
     ("?q=x", 0), ("?state=odd&q=&page=9&sort=odd", 2)],
)  # fmt: skip
def test_the_filters_narrow_the_list(uma, leave, umas_box, query, count):
    leave()
    leave(heard_at=timezone.now())
    leave(deleted_at=timezone.now())

    assert page(uma, umas_box, query).count("<audio") == count


def test_a_message_leads_to_its_call(acme, uma, leave, umas_box):
    leave(session_token="call-9")
    with in_tenant(acme):
        extension = Extension.objects.get(number="101")
        call = Call.objects.create(
            session_token="call-9", started_at=timezone.now(), extension_keys=[extension.key]
        )

    assert f"/calls/{call.key}/" in page(uma, umas_box)


def test_hearing_it_oneself_marks_it_heard_and_is_nobodys_business(acme, uma, leave, umas_box, row):
    message = leave(sound=wav(2))
    sound = url(message, "sound", umas_box)

    assert uma.head(sound).status_code == 200
    assert row(message).is_new
    part = uma.get(sound, headers={"range": "bytes=0-99"})

    assert (part.status_code, part.content) == (206, wav(2)[:100])
    assert part["Content-Disposition"].startswith("inline; filename=")
    assert part["X-Content-Type-Options"] == "nosniff"
    assert part["Cache-Control"] == "private, no-cache"
    assert not row(message).is_new
    assert listening(acme) == []


def test_somebody_elses_listening_is_noted_once_and_changes_nothing(acme, browser, leave, umas_box, row):
    message = leave()
    for _ in range(3):
        browser.get(url(message, "sound", umas_box), headers={"range": "bytes=0-9"})
    assert listening(acme) == ["Olivia"]
    assert row(message).is_new

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        browser.get(url(message, "sound", umas_box))

    assert listening(acme) == ["Olivia", "Olivia"]
    assert f"listened to the message of {SHOWN}" in page(browser, umas_box)


def test_it_can_be_kept_as_a_file(uma, leave, umas_box):
    answer = uma.get(url(leave(), "sound", umas_box) + "?download=1")

    assert re.fullmatch(
        r'attachment; filename="message-\d{4}-\d\d-\d\d-\d{6}\.wav"', answer["Content-Disposition"]
    )


def test_a_role_without_the_right_sees_who_called_and_hears_nothing(
    admin, client_for, leave, umas_box, monkeypatch
):
    import dataclasses

    from accounts.permissions import BUILT_IN

    without = dataclasses.replace(BUILT_IN["pbx_admin"], rights=frozenset())
    monkeypatch.setitem(BUILT_IN, "pbx_admin", without)
    client, message = client_for(admin), leave()

    text = page(client, umas_box)

    assert SHOWN in text
    assert "<audio" not in text
    assert "Download" not in text
    assert client.get(url(message, "sound", umas_box)).status_code == 403


def test_strangers_and_reporters_find_nothing(leave, umas_box, stranger, reporter, client_for):
    message = leave()

    for who, status in ((stranger, 404), (reporter, 403)):
        client = client_for(who)
        assert client.get(url(message, "sound", umas_box)).status_code == status
        assert client.post(url(message, "delete", umas_box)).status_code == status


def test_a_message_is_found_below_its_own_box_only(uma, leave, umas_box, desk):
    assert uma.get(url(leave(), "sound", desk)).status_code == 404


def test_everybody_who_shares_a_box_hears_marks_and_deletes(acme, uma, leave, desk, row):
    message = leave(desk)

    assert uma.get(url(message, "sound", desk)).status_code == 200
    assert not row(message).is_new
    uma.post(url(message, "heard", desk), {"heard": "0"})
    assert row(message).is_new
    uma.post(url(message, "delete", desk))
    assert row(message).deleted_at is not None
    assert listening(acme) == []


def test_a_deleted_message_comes_back_with_undo(acme, uma, leave, umas_box, row):
    message = leave()

    answer = uma.post(url(message, "delete", umas_box), follow=True).content.decode()
    assert "was deleted." in answer
    assert f'action="{url(message, "restore", umas_box)}"' in answer
    assert "1 deleted" in answer

    uma.post(url(message, "restore", umas_box))
    assert row(message).deleted_at is None
    with in_tenant(acme):
        acts = Entry.objects.filter(object_id=str(umas_box.key), action__contains="message")
        assert list(acts.order_by("pk").values_list("action", flat=True)) == [
            "voicemail_box.message_deleted",
            "voicemail_box.message_restored",
        ]


def test_a_deleted_message_is_removed_for_good_after_30_days(acme, uma, leave, umas_box, run_due_work):
    message = leave()
    uma.post(url(message, "delete", umas_box))
    for days, left in ((29, 1), (31, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            run_due_work()
        with in_tenant(acme):
            assert VoicemailMessage.objects.count() == left


def test_removing_for_good_asks_first(acme, uma, leave, umas_box):
    message = leave(deleted_at=timezone.now())

    assert "nobody can restore it" in uma.get(url(message, "remove", umas_box)).content.decode()
    uma.post(url(message, "remove", umas_box))

    with in_tenant(acme):
        assert not VoicemailMessage.objects.exists()


def act(client, box: VoicemailBox, action: str, *messages: VoicemailMessage, **more: str):
    sent = {"action": action, "selected": [str(message.key) for message in messages]} | more
    return client.post(f"/voicemail/{box.key}/messages/act/", sent, follow=True).content.decode()


def test_many_are_marked_deleted_restored_and_removed(acme, uma, leave, umas_box, row):
    two = leave(), leave()

    assert "Marked as heard: 2 messages." in act(uma, umas_box, "heard", *two)
    assert "heard already" in act(uma, umas_box, "heard", *two)
    assert "Deleted 2 messages." in act(uma, umas_box, "delete", *two)
    assert "Restored 1 message." in act(uma, umas_box, "restore", two[0], query="state=deleted")
    asked = act(uma, umas_box, "remove", two[1])
    assert "Remove 1 message for good?" in asked
    assert row(two[1]).deleted_at is not None
    assert "Removed 1 message." in act(uma, umas_box, "remove", two[1], confirmed="1")
    with in_tenant(acme):
        assert VoicemailMessage.objects.count() == 1
    assert "Select at least one message first." in act(uma, umas_box, "delete")


def test_all_that_match_the_filters_are_meant(uma, leave, umas_box, row):
    kept, other = leave(caller="+4930111"), leave()

    act(uma, umas_box, "delete", all="1", query=f"q={quote(CALLER)}")

    assert row(kept).deleted_at is None
    assert row(other).deleted_at is not None


def test_the_list_of_boxes_counts_new_messages(uma, leave, umas_box, desk):
    leave()
    leave(heard_at=timezone.now())
    leave(desk, deleted_at=timezone.now())

    text = uma.get("/voicemail/").content.decode()

    assert "1 new" in text
    assert "2 in all" in text


def test_the_home_page_shows_ones_own_new_messages(uma, browser, leave, umas_box):
    leave()
    leave(heard_at=timezone.now())

    assert "1 new message" in uma.get("/").content.decode()
    assert f"/voicemail/{umas_box.key}/" in uma.get("/").content.decode()
    assert "new message" not in browser.get("/").content.decode()


def test_a_page_that_is_open_tells_of_what_came_since(uma, leave, umas_box):
    poll = re.search(r'hx-get="([^"]+since=[^"]+)"', page(uma, umas_box))[1].replace("&amp;", "&")
    assert "has arrived" not in uma.get(poll).content.decode()
    leave(received_at=timezone.now() + timedelta(seconds=1))

    text = uma.get(poll).content.decode()

    assert "A new message has arrived." in text
    assert f'href="/voicemail/{umas_box.key}/"' in text
    assert uma.get(f"/voicemail/{umas_box.key}/?since=nonsense").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_messages(uma, leave, umas_box):
    leave()
    page(uma, umas_box)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(uma, umas_box)
        counts.append(len(queries))
        for _ in range(4):
            leave()

    assert counts[0] == counts[1]


def test_deleting_a_box_says_how_many_messages_go_with_it(browser, leave, desk):
    leave(desk)
    leave(desk, heard_at=timezone.now())

    text = browser.get(f"/voicemail/{desk.key}/delete/").content.decode()

    assert "2 messages" in text
    assert "1 of them new" in text
