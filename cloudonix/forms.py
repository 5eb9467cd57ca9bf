"""The form of the Cloudonix settings."""

from __future__ import annotations
