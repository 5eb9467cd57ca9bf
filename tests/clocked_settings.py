"""The product's settings for a running process whose clock a test moves: OPBX_TEST_CLOCK names its file."""

from __future__ import annotations

from opbx.clock import VARIABLE
from opbx.env import env_str
from opbx.settings import *  # noqa: F403

TEST_CLOCK = env_str(VARIABLE)
