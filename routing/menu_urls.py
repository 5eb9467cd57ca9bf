"""URLs of IVR menus."""

from __future__ import annotations

from routing.object_urls import object_urls
from routing.views import menus

app_name = "menus"
urlpatterns = object_urls(menus.PAGES)
