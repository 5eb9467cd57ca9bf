"""URLs of AI agents."""

from __future__ import annotations

from routing.object_urls import object_urls
from routing.views import agents

app_name = "agents"
urlpatterns = object_urls(agents.PAGES)
