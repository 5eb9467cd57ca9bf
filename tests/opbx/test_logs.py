"""Log lines: what looks like a credential is taken out before it is written."""

from __future__ import annotations

import pytest

from opbx.logs import redact, redact_text


@pytest.mark.parametrize(
    "key",
    ["authorization", "HTTP_AUTHORIZATION", "X-Cx-Apikey", "api_key", "sipPassword", "password", "token"],
)
def test_values_with_a_secret_name_are_hidden(key):
    assert redact(None, "info", {"event": "x", key: "hunter2"}) == {"event": "x", key: "[redacted]"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer [redacted]"),
        ("key XI0123456789ABCDEF0123456789ABCDEF was refused", "key [redacted] was refused"),
        ("redis://user:hunter2@127.0.0.1/0", "redis://user:[redacted]@127.0.0.1/0"),
        ("call from 101 to 102", "call from 101 to 102"),
        ("Gone: /sign-in/reset/5-d1-c0ffee/", "Gone: /sign-in/reset/[redacted]/"),
        ("Forbidden: /phone-setup/Ab-9_x/", "Forbidden: /phone-setup/[redacted]/"),
        ("Gone: /phone-setup/linphone/Ab-9_x/", "Gone: /phone-setup/linphone/[redacted]/"),
        ("Gone: /invitation/Ab-9_x/", "Gone: /invitation/[redacted]/"),
    ],
)
def test_credentials_inside_a_text_are_hidden(text, shown):
    assert redact_text(text) == shown
