"""Who may change which voicemail box."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from extensions import services
from extensions.models import VoicemailBox
from tests.sounds import wav
from tests.voicemail.looking import greet

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def uma(umas, actor_for):
    """The PBX User as an actor, whose extension the box belongs to."""
    return actor_for(umas)


def test_a_person_changes_greeting_pin_and_notices_of_the_own_box(uma, box):
    greet(uma, box, greeting="text", text="This is Uma.")
    greet(uma, box, greeting="audio", upload=wav())
    services.remove_greeting_sound(uma, box)
    services.set_voicemail_pin(uma, box, pin="7391")
    services.remove_voicemail_pin(uma, box)
    version = VoicemailBox.objects.get(pk=box.pk).version
    services.update_voicemail_box(uma, box, version=version, notice="mail", email="uma@acme.example")

    assert VoicemailBox.objects.get(pk=box.pk).notice == "mail"


def test_a_person_does_not_say_which_boxes_there_are_and_whose(uma, box, user, make_extension):
    for act in (
        lambda: services.add_voicemail_box(uma, name="Mine", users=[user]),
        lambda: services.update_voicemail_box(uma, box, version=1, name="Mine"),
        lambda: services.update_voicemail_box(uma, box, version=1, extension=make_extension("102")),
        lambda: services.update_voicemail_box(uma, box, version=1, users=[user]),
        lambda: services.disable_voicemail_box(uma, box),
        lambda: services.delete_voicemail_box(uma, box),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert VoicemailBox.objects.get(pk=box.pk).version == 1


def test_a_person_changes_nobody_elses_box_not_even_a_shared_one(uma, boss, shared, make_extension):
    other = services.add_voicemail_box(boss, extension=make_extension("102", "Ben"))

    for box in (shared, other):
        for act in (
            lambda box=box: greet(uma, box, greeting="text", text="Hello"),
            lambda box=box: services.set_voicemail_pin(uma, box, pin="7391"),
            lambda box=box: services.remove_voicemail_pin(uma, box),
            lambda box=box: services.remove_greeting_sound(uma, box),
            lambda box=box: services.update_voicemail_box(uma, box, version=1, notice="none"),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_a_reporter_changes_nothing(reporter, actor_for, box):
    with pytest.raises(PermissionDenied):
        services.set_voicemail_pin(actor_for(reporter), box, pin="7391")
