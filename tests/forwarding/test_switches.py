"""The switches on the card of an extension's page: do not disturb, the mobile, the electronic lock."""

from __future__ import annotations

import html

from extensions.history import history_of_extension
from extensions.models import Extension, ExtensionTemplate
from tenants.models import Organization
from tests.forwarding.conftest import in_acme_schema, rule


def page(response) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


# --- the switches -------------------------------------------------------------------------------------------------


def test_do_not_disturb_is_switched_on_the_card(umas, as_user):
    on = as_user.post("/extensions/103/do-not-disturb/", {"on": "1"}, follow=True)
    keys = Organization.objects.get(slug="acme").do_not_disturb
    off = as_user.post("/extensions/103/do-not-disturb/", {"on": "0"}, follow=True)

    assert "Do not disturb is on." in page(on)
    assert keys == [umas.key]
    assert "Do not disturb is off." in page(off)
    assert Organization.objects.get(slug="acme").do_not_disturb == []


def test_the_mobile_is_offered_where_it_may_ring_and_the_hint_warns_of_its_voicemail(umas, trunk, as_user):
    with in_acme_schema():
        Extension.objects.filter(pk=umas.pk).update(mobile="+491715550183", may_ring_mobile=True)
    before = page(as_user.get("/extensions/103/"))
    after = page(as_user.post("/extensions/103/mobile/", {"on": "1"}, follow=True))

    assert "Ring the mobile too" in before
    assert "Its own voicemail may answer." in before
    assert "The mobile of extension 103 rings when the phones do not take a call." in after


def test_a_mobile_that_cannot_ring_says_why(umas, as_owner):
    with in_acme_schema():
        Extension.objects.filter(pk=umas.pk).update(
            mobile="+491715550183", may_ring_mobile=True, rings_mobile=True
        )

    shown = page(as_owner.get("/extensions/103/"))

    assert "Does not ring" in shown
    assert "No outbound trunk is enabled" in shown


def test_a_refused_switch_says_why(umas, as_owner):
    answer = page(as_owner.post("/extensions/103/mobile/", {"on": "1"}, follow=True))

    assert "Extension 103 has no mobile number." in answer


def test_the_history_tells_in_words(umas, bert, set_rules, as_owner):
    set_rules(umas, rule("busy", bert, "internal"))
    as_owner.post("/extensions/103/do-not-disturb/", {"on": "1"})

    shown = page(as_owner.get("/extensions/103/"))

    assert "turned do not disturb on" in shown
    assert "changed what happens to calls that are not answered" in shown
    assert "Busy, internal calls: <ins>Extension 102 Bert</ins>" in shown


def test_templates_can_keep_users_from_the_mobile(umas, as_user):
    with in_acme_schema():
        made = ExtensionTemplate.objects.create(name="Sales", may_ring_mobile=False)
        Extension.objects.filter(pk=umas.pk).update(template=made, mobile="+491715550183")

    answer = as_user.post("/extensions/103/mobile/", {"on": "1"})

    assert answer.status_code == 403
    assert "An Owner or a PBX Admin can change it." in page(answer)


# --- the electronic lock ------------------------------------------------------------------------------------------


def test_a_user_locks_and_unlocks_the_own_extension_on_its_page(umas, as_user, as_owner):
    locked = page(as_user.post("/extensions/103/lock/", {"on": "1"}, follow=True))
    assert "Extension 103 was locked. It calls inside and emergency numbers only." in locked
    assert "It has no service PIN, so its phone cannot lock or unlock it." in locked
    assert "Locked" in page(as_owner.get("/extensions/"))
    tested = page(as_owner.get("/outbound/test/", {"extension": "103", "number": "0171 5550103"}))
    assert "Refused: the extension is locked" in tested
    with in_acme_schema():
        assert history_of_extension(umas)[0].sentence == "locked this extension"

    unlocked = page(as_user.post("/extensions/103/lock/", {"on": "0"}, follow=True))
    assert "Extension 103 was unlocked." in unlocked
    assert "Locked" not in page(as_owner.get("/extensions/"))


def test_where_a_user_may_not_lock_there_is_no_button(umas, as_user, as_owner):
    with in_acme_schema():
        Extension.objects.update(users_may_lock=False)

    assert "/extensions/103/lock/" not in page(as_user.get("/extensions/103/"))
    assert as_user.post("/extensions/103/lock/", {"on": "1"}).status_code == 403
    assert "/extensions/103/lock/" in page(as_owner.get("/extensions/103/"))
