"""URLs of the organization's language and region."""

from __future__ import annotations

from django.urls import path

from routing.views import language

app_name = "language"
urlpatterns = [path("", language.language_and_region, name="edit")]
