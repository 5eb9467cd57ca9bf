"""URLs of ring groups."""

from __future__ import annotations

from routing.object_urls import object_urls
from routing.views import ring_groups

app_name = "ring_groups"
urlpatterns = object_urls(ring_groups.PAGES)
