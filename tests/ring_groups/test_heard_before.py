"""What callers hear before a ring group rings: an announcement or words, in the services, the form and the pages."""

from __future__ import annotations

import re

import pytest

from opbx.errors import NotAcceptable
from opbx.references import uses_of
from routing.compile import compile_plan
from routing.engine.prompts import Sound, Words
from routing.errors import ObjectInUse
from routing.models import RingGroup
from routing.services import ObjectReplacement, delete_object, duplicate_object, update_ring_group
from routing.services.announcements import ANNOUNCEMENTS
from routing.services.ring_groups import RING_GROUPS
from tenants.context import in_tenant
from tests.ring_groups.test_pages import ADD, NEW, page_of, text_of
from tests.ring_groups.test_services import entry
from tests.sounds import wav


def compiled(acme):
    return compile_plan(acme).ring_groups[0].before


@pytest.mark.usefixtures("in_acme")
def test_words_and_announcements_are_compiled_and_one_takes_the_place_of_the_other(
    acme, boss, make_group, make_announcement
):
    group = make_group(text="  One moment.  ")
    assert compiled(acme) == (Words("One moment."),)
    welcome = make_announcement("Welcome", source="audio", upload=wav(1))

    update_ring_group(boss, group, version=1, announcement=welcome)

    assert compiled(acme) == (Sound(str(welcome.audio.name)),)
    assert entry().changes == {"announcement": [None, "Welcome"], "text": ["One moment.", ""]}
    update_ring_group(boss, group, version=2, announcement=None)
    assert compiled(acme) == ()


@pytest.mark.usefixtures("in_acme")
def test_an_announcement_is_used_by_the_groups_that_play_it_and_is_replaced_in_them(
    acme, boss, make_group, make_announcement
):
    welcome, hello = make_announcement("Welcome"), make_announcement("Hello")
    group = make_group(announcement=welcome)
    copy = duplicate_object(boss, RING_GROUPS, group)
    assert [(use.label, use.role) for use in uses_of(welcome)] == [
        ("Sales", "plays it before it rings"),
        ("Sales (copy)", "plays it before it rings"),
    ]
    with pytest.raises(ObjectInUse):
        delete_object(boss, ANNOUNCEMENTS, welcome)

    delete_object(boss, ANNOUNCEMENTS, welcome, replacement=ObjectReplacement(hello))
    assert compiled(acme) == (Words("Hello."),)
    delete_object(boss, ANNOUNCEMENTS, hello, replacement=ObjectReplacement(None))

    assert compiled(acme) == ()
    copy.refresh_from_db()
    assert copy.announcement is None


@pytest.mark.usefixtures("in_acme")
def test_an_announcement_that_was_deleted_meanwhile_is_refused(boss, make_group, make_announcement):
    group, welcome = make_group(), make_announcement("Welcome")
    delete_object(boss, ANNOUNCEMENTS, welcome)
    welcome.pk = 999

    with pytest.raises(NotAcceptable, match="Welcome was deleted meanwhile") as caught:
        update_ring_group(boss, group, version=1, announcement=welcome)

    assert caught.value.field == "announcement"


def test_the_form_takes_words_or_an_announcement_and_shows_them(client, acme, people, make_announcement):
    welcome = make_announcement("Welcome to Acme")
    sent = {**NEW, "members-add": "101", "plays": "announcement", "announcement": str(welcome.key)}

    page = text_of(client.post(ADD, {**sent, "text": "left over"}, follow=True))

    assert "Welcome to Acme</a>" in page
    with in_tenant(acme):
        group = RingGroup.objects.get()
        assert (group.announcement, group.text) == (welcome, "")
    form = text_of(client.get(f"{page_of(group)}edit/"))
    assert re.search(r'name="plays" value="announcement"[^>]* checked', form)


@pytest.mark.parametrize(
    ("plays", "sentence"),
    [
        ("text", "Enter what callers hear."),
        ("announcement", "Choose an announcement."),
        ("drums", "Choose what is played."),
    ],
)
@pytest.mark.usefixtures("people")
def test_what_is_missing_is_said_at_its_field(client, plays, sentence):
    answer = client.post(ADD, {**NEW, "members-add": "101", "plays": plays})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
