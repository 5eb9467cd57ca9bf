"""The pages of sign-in, one-time links, passwords and the own profile."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.views import LoginView, LogoutView, PasswordResetFromKeyView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from kombu.exceptions import OperationalError

from accounts import forms, services
from accounts.access import INTERRUPTED, actor_for, actor_of, requires
from accounts.adapter import suspended_page
from accounts.attempts import count_attempt
from accounts.client import client_address
from accounts.errors import LinkClosed
from accounts.links import find_link
from accounts.lockout import locked_page
from accounts.models import OneTimeLink, User
from accounts.permissions import BUILT_IN
from accounts.sessions import note_proof
from accounts.tasks import send_password_reset
from tenants.context import current_organization

View = Callable[..., HttpResponseBase]
SIGNED_OUT_TEXT = "You are signed out."


def entrance(view: View) -> View:
    """A page that needs no sign-in: never cached, and closed while the organization is suspended."""

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - the view's own
        if not current_organization().is_active:
            return suspended_page(request)
        return view(request, *args, **kwargs)

    return guarded


@method_decorator(entrance, name="dispatch")
class SignIn(LoginView):  # type: ignore[misc]  # allauth is untyped
    template_name = "accounts/sign_in.html"
    form_class = forms.SignInForm

    def form_invalid(self, form: forms.SignInForm) -> HttpResponse:
        return cast("HttpResponse", self.render_to_response(self.get_context_data(form=form), status=422))


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):  # type: ignore[misc]  # allauth is untyped
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - allauth's signature
        response: HttpResponse = super().post(*args, **kwargs)
        messages.info(self.request, SIGNED_OUT_TEXT)
        return response


@require_http_methods(["GET", "POST"])
@entrance
def request_reset(request: HttpRequest) -> HttpResponse:
    form = forms.ResetRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = count_attempt("reset", client_address(request))
        if until is not None:
            return locked_page(request, until)
        _send_reset(form.cleaned_data["email"])
        return redirect("account_reset_password_done")
    return render(request, "accounts/reset.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET"])
@entrance
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/reset_sent.html")


@method_decorator(entrance, name="dispatch")
class ResetPassword(PasswordResetFromKeyView):  # type: ignore[misc]  # allauth is untyped
    """The page behind a reset link; allauth moves the token from the address into the session first."""

    template_name = "accounts/set_password.html"
    form_class = forms.NewPasswordForm
    success_url = reverse_lazy("account_login")

    def form_invalid(self, form: forms.NewPasswordForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: forms.NewPasswordForm) -> HttpResponse:
        user: User = self.reset_user
        services.reset_password(
            actor_for(user, self.request), user=user, password=form.cleaned_data["password"]
        )
        self.request.session.flush()
        messages.success(self.request, "Your new password is set. Sign in with it.")
        return redirect("account_login")

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:  # noqa: ANN401 - Django's own
        if context.get("token_fail"):
            return closed_link(self.request, kind="reset")
        return cast("HttpResponse", super().render_to_response(context, **more))


@require_http_methods(["GET", "POST"])
@entrance
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the form and uses nothing up: mail scanners open every link."""
    try:
        user = find_link(token, OneTimeLink.Purpose.INVITATION).user
        form = forms.NewPasswordForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            password = form.cleaned_data["password"]
            user = services.accept_invitation(token=token, password=password, address=client_address(request))
            return _enter(request, user)
    except LinkClosed:
        return _count_and_close(request, kind="invitation")
    page = {"form": form, "invited": user, "role": BUILT_IN[user.role]}
    return render(request, "accounts/invitation.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@entrance
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """An operator's sign-in link: a button, so that opening the address alone uses nothing up."""
    try:
        user = find_link(token, OneTimeLink.Purpose.SIGN_IN).user
        if request.method == "POST":
            return _enter(request, services.use_sign_in_link(token=token, address=client_address(request)))
    except LinkClosed:
        return _count_and_close(request, kind="sign_in")
    return render(request, "accounts/link.html", {"invited": user, "role": BUILT_IN[user.role]})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@requires("profile.write")
def reauthenticate(request: HttpRequest) -> HttpResponse:
    """Ask for the password again, then go back to the page that wanted it."""
    user = cast("User", request.user)
    form = forms.ConfirmPasswordForm(request.POST or None)
    back = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    if request.method == "POST" and form.is_valid():
        if _knows_password(request, user, form.cleaned_data["password"]):
            note_proof(request)
            reauthenticate_by_password(request)
            if request.session.pop(INTERRUPTED, False):
                messages.warning(
                    request, "Your password is confirmed. Nothing was changed yet: do it once more."
                )
            return redirect(back)
        form.add_error("password", "This is not your password. Type it again.")
    page = {"form": form, "next": back}
    return render(request, "accounts/reauthenticate.html", page, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@requires("profile.write")
def change_password(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = forms.ChangePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        if _knows_password(request, user, form.cleaned_data["current"]):
            services.change_password(actor_of(request), user=user, password=form.cleaned_data["password"])
            update_session_auth_hash(request, user)
            note_proof(request)
            messages.success(request, "Your password is changed. You are signed out everywhere else.")
            return redirect("profile")
        form.add_error("current", "This is not your current password. Type it again.")
    return render(
        request, "accounts/change_password.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@requires("profile.write")
def profile(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    form = forms.ProfileForm(request.POST or None, initial={"name": user.name, "theme": user.theme})
    if request.method == "POST" and form.is_valid():
        services.update_profile(actor_of(request), user=user, **form.cleaned_data)
        messages.success(request, "Your profile is saved.")
        response = redirect("profile")
        # The theme switch keeps its choice for this browser in a cookie; the profile is the newer wish.
        response.delete_cookie("theme")
        return response
    page = {"form": form, "role": BUILT_IN[user.role]}
    return render(request, "accounts/profile.html", page, status=422 if form.errors else 200)


def closed_link(request: HttpRequest, *, kind: str) -> HttpResponse:
    """A link that was used, is too old, or never existed; kind: which page's advice to give."""
    return render(request, "accounts/closed_link.html", {"kind": kind}, status=410)


def _count_and_close(request: HttpRequest, *, kind: str) -> HttpResponse:
    until = count_attempt("link", client_address(request))
    return locked_page(request, until) if until is not None else closed_link(request, kind=kind)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    # Whoever was signed in here before leaves first, so that nothing of that session is carried over.
    if request.user.is_authenticated:
        get_adapter().logout(request)
    get_adapter().login(request, user)
    return redirect("home")


def _knows_password(request: HttpRequest, user: User, password: str) -> bool:
    """Counted and locked like a sign-in: an unattended screen is no place to guess at."""
    found = get_adapter().authenticate(request, email=user.email, password=password)
    return found is not None and found.pk == user.pk


def _send_reset(email: str) -> None:
    try:
        send_password_reset.delay(email)
    except OperationalError:
        # The broker is away. Someone who cannot sign in should not have to wait for it.
        send_password_reset.run(email)
