"""The components of docs/ui.md as one tag library, which every template has without loading it."""

from __future__ import annotations

from django import template

from opbx.web.tags import forms, panels, tables, text

register = template.Library()
for _part in (text, panels, forms, tables):
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
