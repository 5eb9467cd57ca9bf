"""A stand-in for the Cloudonix platform: REST API, call engine, webhooks and a page with phones to click."""

from __future__ import annotations
