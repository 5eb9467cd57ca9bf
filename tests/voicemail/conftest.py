"""Boxes of acme: of extension 101, with a recording, shared by the PBX User; and browsers."""

from __future__ import annotations

import pytest

from extensions import services
from extensions.models import Extension, VoicemailBox
from tenants.context import in_tenant
from tests.extensions.conftest import boss, make_extension
from tests.sounds import wav

__all__ = ["boss", "make_extension"]


@pytest.fixture
def box(acme, boss, make_extension) -> VoicemailBox:
    """The box of extension 101."""
    with in_tenant(acme):
        return services.add_voicemail_box(boss, extension=make_extension("101"))


@pytest.fixture
def recorded(acme, boss, box) -> VoicemailBox:
    """The box of extension 101, which greets with a recording of one second."""
    with in_tenant(acme):
        return services.change_greeting(boss, box, version=1, greeting="audio", upload=wav())


@pytest.fixture
def shared(acme, boss, user) -> VoicemailBox:
    """A box that the PBX User shares."""
    with in_tenant(acme):
        return services.add_voicemail_box(boss, name="Front desk", users=[user])


@pytest.fixture
def browser(owner, client_for):
    """The owner's browser."""
    return client_for(owner)


@pytest.fixture
def umas(acme, user, box):
    """The PBX User, whose extension the box of 101 belongs to."""
    with in_tenant(acme):
        Extension.objects.filter(pk=box.extension_id).update(user=user)
    return user


@pytest.fixture
def bens(acme, make_extension):
    """acme, where Ben Schmidt has extension 102."""
    make_extension("102", "Ben Schmidt")
    return acme


@pytest.fixture
def boxes_of_others(bens, boss, owner) -> list[VoicemailBox]:
    """The box of Ben's extension, and one that only the owner shares."""
    with in_tenant(bens):
        ben = services.add_voicemail_box(boss, extension=Extension.objects.get(number="102"))
        return [ben, services.add_voicemail_box(boss, name="Board", users=[owner])]
