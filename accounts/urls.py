"""URLs of sign-in, one-time links and the own profile; the same on every site.

The names that begin with account_ are the ones allauth looks up; its other pages are not routed.
"""

from __future__ import annotations

from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/reset/", views.request_reset, name="account_reset_password"),
    path("sign-in/reset/sent/", views.reset_sent, name="account_reset_password_done"),
    re_path(
        r"^sign-in/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        views.ResetPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("sign-in/link/<str:token>/", views.use_link, name="account_link"),
    path("sign-in/again/", views.reauthenticate, name="account_reauthenticate"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    path("invitation/<str:token>/", views.accept_invitation, name="account_invitation"),
    path("me/", views.profile, name="profile"),
    path("me/password/", views.change_password, name="account_change_password"),
]
