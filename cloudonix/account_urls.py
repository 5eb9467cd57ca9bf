"""URLs of the platform's account at Cloudonix, on the platform's site."""

from __future__ import annotations

from django.urls import path

from cloudonix.views import account

app_name = "cloudonix_account"
urlpatterns = [
    path("", account.account, name="settings"),
    path("key/", account.save, name="save"),
    path("check/", account.check, name="check"),
    path("forget/", account.forget, name="forget"),
]
