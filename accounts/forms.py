"""The forms of sign-in, passwords and the own profile."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, UserTokenForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User

CHOICE_HINT = "At least 12 characters. Three or four unrelated words are easy to remember and hard to guess."
MAX_PASSWORD = 128  # Argon2 would hash a novel, and take as long as one


def _email_field() -> forms.EmailField:
    return forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address such as ana@example.com.",
        },
    )


def _password_field(label: str, autocomplete: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=MAX_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing, "max_length": f"Use at most {MAX_PASSWORD} characters."},
    )


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is untyped
    """allauth's form with our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's signature
        super().__init__(*args, **kwargs)
        self.fields["login"] = _email_field()
        self.fields["password"] = _password_field("Password", "current-password", "Enter your password.")


class ResetRequestForm(forms.Form):
    email = _email_field()


class ResetTokenForm(UserTokenForm):  # type: ignore[misc]  # allauth is untyped
    """The two parts of a reset link; only active users have one."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None


class NewPasswordForm(forms.Form):
    """One field, as everyone can look at what they typed."""

    password = _password_field("New password", "new-password", "Enter a new password.", CHOICE_HINT)

    def __init__(self, *args: Any, user: User | None = None, temp_key: str = "", **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    current = _password_field("Current password", "current-password", "Enter your current password.")
    field_order = ("current", "password")


class ConfirmPasswordForm(forms.Form):
    password = _password_field("Password", "current-password", "Enter your password.")


class ProfileForm(forms.Form):
    name = forms.CharField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )
    theme = forms.ChoiceField(
        label="Appearance",
        widget=forms.RadioSelect,
        choices=[("auto", "As on my device"), ("light", "Light"), ("dark", "Dark")],
    )
