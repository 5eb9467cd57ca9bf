"""SIP passwords: long enough that nobody guesses them, plain enough that every phone takes them."""

from __future__ import annotations

import secrets
import string

LENGTH = 28
# No 0 O o, 1 l I: somebody reads the password from the screen and types it on a desk phone.
ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0Oo1lI")))


def new_sip_password() -> str:
    """28 letters and digits (about 160 bits) with at least one digit, capital and small letter."""
    while True:
        password = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if (
            any(map(str.isdigit, password))
            and any(map(str.islower, password))
            and any(map(str.isupper, password))
        ):
            return password
