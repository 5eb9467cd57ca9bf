"""One domain has one rate limit, whatever it is called by."""

from __future__ import annotations

from cloudonix.models import Connection
from cloudonix.sync.clients import client_for


def test_the_requests_before_and_after_the_domain_is_known_share_one_window(in_acme):
    row = Connection(domain="acme.cloudonix.net")
    _client, while_pairing = client_for(row)

    row.domain_uuid = "0a1b2c3d-1111-4222-8333-444455556666"
    _client, afterwards = client_for(row)

    assert afterwards._log == while_pairing._log
