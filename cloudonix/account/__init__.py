"""The platform's own account at Cloudonix: a customer key, and the domains that are made with it."""

from __future__ import annotations

CHECK_SWEEP = "cloudonix.account"  # due work of the platform: check the customer key
MAKE_SWEEP = "cloudonix.make_domain"  # due work of an organization: make its domain
