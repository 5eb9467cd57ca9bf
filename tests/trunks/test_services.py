"""Adding, changing, switching and deleting trunks."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from cloudonix.models import OutboxItem
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.errors import TrunkNameTaken
from routing.models import Trunk
from routing.services import add_trunk, delete_trunk, switch_trunk, update_trunk
from tests.trunks.conftest import LINE

pytestmark = pytest.mark.usefixtures("in_acme")
SECRET = "s3cret-of-the-carrier"


def change(actor, trunk, **wanted):
    values = {name: getattr(trunk, name) for name in LINE}
    return update_trunk(actor, trunk, **{"version": trunk.version, **values, **wanted})


def test_a_new_trunk_waits_to_be_told_to_cloudonix(boss):
    trunk = add_trunk(boss, name="carrier-out", **LINE)

    assert trunk.sync_state == "pending"
    assert list(OutboxItem.objects.values_list("topic", "object_key")) == [("trunk", trunk.key)]


def test_a_password_is_encrypted_and_never_in_the_audit_log(boss):
    trunk = add_trunk(boss, name="carrier-out", username="acct", password=SECRET, **LINE)
    change(boss, trunk, username="acct", password="another-" + SECRET)

    row = Trunk.objects.get()
    assert row.get_secret("password").reveal() == "another-" + SECRET
    assert SECRET not in row.password
    assert SECRET not in str(list(Entry.objects.values_list("changes", "object_label")))
    assert Entry.objects.get(action="trunk.updated").changes == {"password": ["(hidden)", "(hidden)"]}


def test_an_empty_password_keeps_the_stored_one_and_no_username_forgets_it(boss):
    trunk = add_trunk(boss, name="carrier-out", username="acct", password=SECRET, **LINE)

    kept = change(boss, trunk, username="acct", host="198.51.100.20")
    assert kept.get_secret("password").reveal() == SECRET

    forgotten = change(boss, kept, username="")
    assert forgotten.get_secret("password") is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": "two words"}),
        ("name", {"name": "-dash"}),
        ("name", {"name": ""}),
        ("name", {"name": "x" * 61}),
        ("host", {"host": "999.1.2.3"}),
        ("host", {"host": "carrier example"}),
        ("host", {"host": "http://carrier.example"}),
        ("host", {"host": "carrier.example:5060"}),
        ("host", {"host": ""}),
        ("port", {"port": 0}),
        ("port", {"port": 65536}),
        ("transport", {"transport": "smoke"}),
        ("direction", {"direction": "sideways"}),
        ("prefix", {"prefix": "00-49"}),
        ("password", {"username": "acct"}),
        ("username", {"password": SECRET}),
        ("username", {"username": "acct", "password": SECRET, "direction": "public-inbound"}),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(boss, field, values):
    with pytest.raises(NotAcceptable) as refusal:
        add_trunk(boss, **{"name": "carrier-out", **LINE, **values})

    assert refusal.value.field == field
    assert not Trunk.objects.exists()
    assert not OutboxItem.objects.exists()


@pytest.mark.parametrize(
    "host", ["198.51.100.20", "2001:db8::20", "SIP.Carrier.Example.", "carrier", "a-b.example"]
)
def test_addresses_and_host_names_are_taken(boss, host):
    assert add_trunk(boss, name="carrier-out", **{**LINE, "host": host}).host == host.lower().rstrip(".")


def test_a_name_is_one_trunks_whatever_its_case(boss, make_trunk):
    make_trunk("carrier-out")

    with pytest.raises(TrunkNameTaken) as refusal:
        add_trunk(boss, name="Carrier-Out", **LINE)

    assert "Carrier-Out-2" in refusal.value.message


def test_who_saves_second_is_told_of_the_first(boss, actor_for, admin, make_trunk):
    trunk = make_trunk()
    change(actor_for(admin), trunk, label="Adam's")

    with pytest.raises(ChangedMeanwhile) as refusal:
        change(boss, trunk, label="Olivia's")

    assert "Adam changed trunk carrier-out" in refusal.value.message
    assert Trunk.objects.get().label == "Adam's"


def test_saving_without_a_change_leaves_no_trace(boss, make_trunk):
    trunk = make_trunk()
    OutboxItem.objects.all().delete()

    change(boss, trunk)

    assert not OutboxItem.objects.exists()
    assert Entry.objects.count() == 1


def test_switching_is_told_to_cloudonix_and_kept_in_the_history(boss, make_trunk):
    trunk = switch_trunk(boss, make_trunk(), on=False)

    assert not trunk.is_enabled
    assert Entry.objects.get(action="trunk.disabled").changes == {"is_enabled": [True, False]}
    assert switch_trunk(boss, trunk, on=True).is_enabled


def test_a_deleted_trunk_leaves_what_its_removal_over_there_needs(boss, make_trunk):
    trunk = make_trunk()
    Trunk.objects.update(remote_id="9105")

    delete_trunk(boss, trunk)

    assert not Trunk.objects.exists()
    assert OutboxItem.objects.get().frozen == {"name": "carrier-out", "remote_id": "9105"}


@pytest.mark.parametrize("who", ["user", "reporter"])
def test_user_and_reporter_may_not_touch_trunks(request, actor_for, make_trunk, who):
    trunk, actor = make_trunk(), actor_for(request.getfixturevalue(who))

    with pytest.raises(PermissionDenied):
        add_trunk(actor, name="mine", **LINE)
    with pytest.raises(PermissionDenied):
        change(actor, trunk, label="mine")
    with pytest.raises(PermissionDenied):
        switch_trunk(actor, trunk, on=False)
    with pytest.raises(PermissionDenied):
        delete_trunk(actor, trunk)
