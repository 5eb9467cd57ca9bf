"""URLs of conference rooms."""

from __future__ import annotations

from routing.object_urls import object_urls
from routing.views import rooms

app_name = "rooms"
urlpatterns = object_urls(rooms.PAGES)
