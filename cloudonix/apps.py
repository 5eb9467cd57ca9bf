"""App configuration: the kinds of due work that Cloudonix needs."""

from __future__ import annotations

from django.apps import AppConfig


class CloudonixConfig(AppConfig):
    name = "cloudonix"
