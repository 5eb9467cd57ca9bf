"""Adding and changing ring groups, and what becomes of them when something they use is deleted."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from extensions.errors import ExtensionInUse
from extensions.services import Replacement, add_voicemail_box, delete_extension
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import uses_of
from routing.compile import compile_plan
from routing.engine.destinations import HangUp, ToVoicemailBox
from routing.engine.objects.ring_groups import Strategy
from routing.models import RingGroup, RingGroupMember, RingGroupTurns
from routing.services import (
    GroupMember,
    ObjectReplacement,
    add_ring_group,
    delete_object,
    duplicate_object,
    update_ring_group,
)
from routing.services.ring_groups import RING_GROUPS, member_words

pytestmark = pytest.mark.usefixtures("in_acme")


def numbers_of(group: RingGroup) -> list[str]:
    return [
        member.extension.number for member in group.members.select_related("extension").order_by("position")
    ]


def entry() -> Entry:
    return Entry.objects.filter(action__startswith="ring_group.").latest("id")


def test_a_group_is_added_with_its_members_in_their_order_and_compiled(acme, boss, people):
    anna, bert, cleo = people

    group = add_ring_group(
        boss,
        name="Sales",
        number="300",
        strategy="round_robin",
        ring_seconds=15,
        rounds=2,
        caller_name_prefix=" Sales: ",
        members=[GroupMember(cleo), GroupMember(anna, is_enabled=False), GroupMember(bert)],
        destination_kind="hang_up",
    )

    assert member_words(group) == "103, 101 (off), 102"
    assert entry().changes["members"] == [None, "103, 101 (off), 102"]
    assert entry().changes["fallback"] == [None, "Hang up"]
    [compiled] = compile_plan(acme).ring_groups
    assert (compiled.strategy, compiled.ring_seconds, compiled.rounds) == (Strategy.ROUND_ROBIN, 15, 2)
    assert [member.extension for member in compiled.members] == [cleo.key, bert.key]
    assert (compiled.caller_name_prefix, compiled.number, compiled.fallback) == ("Sales:", "300", HangUp())


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"members": []}, "members", "Choose at least one member."),
        ({"ring_seconds": 4}, "ring_seconds", "Enter a whole number from 5 to 120."),
        ({"ring_seconds": 121}, "ring_seconds", "Enter a whole number from 5 to 120."),
        ({"rounds": 0}, "rounds", "Enter 1 or more."),
        ({"rounds": 10}, "rounds", "Enter 9 or fewer."),
        ({"strategy": "loudest"}, "strategy", "not a valid choice"),
        ({"caller_name_prefix": "a\nb"}, "caller_name_prefix", "Leave out line breaks"),
        ({"destination_kind": "extension"}, "destination_extension", "Choose an extension."),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(boss, people, values, field, sentence):
    good = {"name": "Sales", "members": [GroupMember(people[0])], "destination_kind": "hang_up"}

    with pytest.raises(NotAcceptable) as caught:
        add_ring_group(boss, **good | values)

    assert caught.value.field == field
    assert sentence in caught.value.message
    assert not RingGroup.objects.exists()


def test_nobody_is_in_a_group_twice_or_after_being_deleted(boss, people):
    anna, bert, _ = people
    delete_extension(boss, bert)

    for members, sentence in (
        ([anna, anna], "Extension 101 is in the list twice."),
        ([anna, bert], "Extension 102 was deleted meanwhile. Remove it."),
    ):
        with pytest.raises(NotAcceptable, match=sentence):
            add_ring_group(
                boss, name="Sales", members=[GroupMember(one) for one in members], destination_kind="hang_up"
            )


def test_one_after_the_other_a_group_does_not_ring_for_ever(boss, make_group, make_extension):
    many = [make_extension(str(200 + number), f"Number {number}") for number in range(25)]

    with pytest.raises(NotAcceptable) as caught:
        make_group(members=many, strategy="sequential", rounds=3)

    assert (caught.value.field, caught.value.message) == (
        "rounds",
        "25 members in 3 rounds ring 75 times, one after the other. Choose 2 rounds or fewer.",
    )
    assert make_group(members=many, strategy="simultaneous", rounds=3).rounds == 3


def test_a_change_keeps_what_it_does_not_name_and_tells_what_changed(boss, make_group, people):
    group = make_group(strategy="sequential")
    anna, bert, cleo = people

    update_ring_group(
        boss,
        group,
        version=1,
        destination_kind="hang_up",
        members=[GroupMember(bert), GroupMember(anna), GroupMember(cleo)],
    )

    assert numbers_of(group) == ["102", "101", "103"]
    assert entry().changes == {"members": ["101, 102, 103", "102, 101, 103"]}
    update_ring_group(boss, group, version=2, destination_kind="hang_up", rounds=3)
    assert numbers_of(group) == ["102", "101", "103"]
    assert entry().changes == {"rounds": [1, 3]}


def test_saving_what_is_there_already_changes_nothing(boss, make_group, people):
    group = make_group()

    same = [GroupMember(one) for one in people]
    assert update_ring_group(boss, group, version=1, destination_kind="hang_up", members=same).version == 1
    assert entry().action == "ring_group.added"


def test_an_older_version_is_not_saved_over_a_newer_one(boss, make_group):
    group = make_group()
    update_ring_group(boss, group, version=1, destination_kind="hang_up", rounds=2)

    with pytest.raises(ChangedMeanwhile):
        update_ring_group(boss, group, version=1, destination_kind="hang_up", rounds=3)


def test_a_group_does_not_fall_back_to_itself(boss, make_group):
    group = make_group()

    with pytest.raises(NotAcceptable, match="A group cannot fall back to itself"):
        update_ring_group(boss, group, version=1, destination_kind="ring_group", destination_ring_group=group)


def test_a_copy_has_the_same_members_and_turns_of_its_own(boss, make_group):
    group = make_group(strategy="round_robin")
    RingGroupTurns.objects.create(group_key=group.key, turns=7)

    copy = duplicate_object(boss, RING_GROUPS, group)

    assert (copy.name, copy.strategy, numbers_of(copy)) == (
        "Sales (copy)",
        "round_robin",
        ["101", "102", "103"],
    )
    assert not RingGroupTurns.objects.filter(group_key=copy.key).exists()


def test_a_deleted_group_takes_its_members_and_turns_along(boss, make_group):
    group = make_group()
    RingGroupTurns.objects.create(group_key=group.key, turns=7)

    delete_object(boss, RING_GROUPS, group)

    assert not RingGroupMember.objects.exists()
    assert not RingGroupTurns.objects.exists()


def test_a_deleted_group_is_replaced_where_others_fall_back_to_it(boss, make_group):
    sales, support = make_group("Sales"), make_group("Support")
    update_ring_group(boss, sales, version=1, destination_kind="ring_group", destination_ring_group=support)

    delete_object(boss, RING_GROUPS, support, replacement=ObjectReplacement(sales))

    # Its own fall-back it does not become.
    sales.refresh_from_db()
    assert sales.destination_kind == "hang_up"


def test_a_member_that_is_deleted_is_used_by_its_groups_and_needs_a_replacement(boss, make_group, people):
    make_group("Sales")

    [use] = uses_of(people[0])
    assert (use.kind, use.label) == ("Ring group", "Sales")
    assert "rings here as a member" in use.role
    with pytest.raises(ExtensionInUse):
        delete_extension(boss, people[0])


def test_the_replacement_takes_the_place_of_a_deleted_member(boss, make_group, people, make_extension):
    group, dora = make_group(), make_extension("104", "Dora")

    delete_extension(boss, people[1], replacement=Replacement(dora))

    assert numbers_of(group) == ["101", "104", "103"]
    assert entry().changes == {"members": ["101, 102, 103", "101, 104, 103"]}


def test_a_replacement_that_is_a_member_already_is_not_in_the_group_twice(boss, make_group, people):
    group = make_group()

    delete_extension(boss, people[0], replacement=Replacement(people[2]))

    assert numbers_of(group) == ["102", "103"]


def test_without_a_replacement_a_deleted_member_leaves_and_the_group_may_be_empty(
    acme, boss, make_group, people
):
    group = make_group(members=people[:1])

    delete_extension(boss, people[0], replacement=Replacement(None))

    assert numbers_of(group) == []
    assert compile_plan(acme).ring_groups[0].members == ()


def test_a_fall_back_to_the_voicemail_box_of_a_deleted_extension_is_replaced(acme, boss, make_group, people):
    box = add_voicemail_box(boss, name="Anna", extension=people[0])
    group = make_group(members=people[1:], destination_kind="voicemail", destination_voicemail_box=box)
    assert compile_plan(acme).ring_groups[0].fallback == ToVoicemailBox(box.key)
    assert "sends calls here to the voicemail box" in uses_of(people[0])[0].role

    delete_extension(boss, people[0], replacement=Replacement(None))

    group.refresh_from_db()
    assert group.destination_kind == "hang_up"


def test_only_who_may_change_ring_groups_changes_them(actor_for, user, reporter, make_group, people):
    group = make_group()

    for who in (user, reporter):
        with pytest.raises(PermissionDenied):
            add_ring_group(
                actor_for(who), name="Mine", members=[GroupMember(people[0])], destination_kind="hang_up"
            )
        with pytest.raises(PermissionDenied):
            update_ring_group(actor_for(who), group, version=1, destination_kind="hang_up", rounds=2)
