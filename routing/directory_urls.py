"""URLs of dial-by-name directories."""

from __future__ import annotations

from routing.object_urls import object_urls
from routing.views import directories

app_name = "directories"
urlpatterns = object_urls(directories.PAGES)
