"""The form that adds an extension, with its user where that is wanted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.permissions import BUILT_IN, Level, has_permission, may_grant
from audit.actors import Actor
from extensions.forms.attributes import AttributesForm
from extensions.models import Department, ExtensionTemplate
from extensions.services import NewUser
from extensions.services.values import EMAIL_HINT

NOBODY, EXISTING, NEW = "nobody", "existing", "new"
USER_CHOICES = {
    NOBODY: "No user|A phone that people share, a door or a meeting room.",
    EXISTING: "Somebody who can sign in already|Choose a user without an extension.",
    NEW: "Somebody new|Gets an invitation by e-mail to set a password.",
}


class AddExtensionForm(AttributesForm):
    """A new extension. department: chosen already where the form is opened from a department's page."""

    template = forms.ModelChoiceField(
        label="Template",
        help_text="Sets what many extensions have in common. Values below stay with this extension.",
        queryset=ExtensionTemplate.objects.none(),
        to_field_name="key",
        required=False,
        empty_label="No template",
    )
    user_choice = forms.ChoiceField(
        label="Who uses it", required=False, initial=NOBODY, widget=forms.RadioSelect
    )
    user_name = forms.CharField(
        label="Name of the user",
        help_text="Leave this empty when it is the extension’s name.",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    user_email = forms.EmailField(
        label="E-mail address to sign in with",
        help_text="The invitation goes there. Leave this empty when it is the extension’s e-mail.",
        required=False,
        max_length=254,
        error_messages={"invalid": EMAIL_HINT},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    user_role = forms.ChoiceField(label="Role", required=False)

    def __init__(
        self, data: QueryDict | None = None, *, actor: Actor, department: Department | None = None
    ) -> None:
        super().__init__(data, extension=None, initial={"department": department})
        free = self.free.next(department)
        self.initial["number"] = free
        self.fields["number"].help_text = f"1 to 20 digits. The next free number is {free}."
        fields: dict[str, Any] = self.fields
        fields["template"].queryset = ExtensionTemplate.objects.order_by("name", "pk")
        roles = _roles_to_grant(actor)
        fields["user_role"].choices = roles
        offered = [NOBODY, EXISTING, *([NEW] if roles else [])]
        fields["user_choice"].choices = [(choice, USER_CHOICES[choice]) for choice in offered]

    def clean(self) -> dict[str, Any]:
        """One of user and new_user, or neither; what belongs to another choice is ignored."""
        cleaned = super().clean() or self.cleaned_data
        choice = cleaned.pop("user_choice", "") or (EXISTING if self.data.get("user") else NOBODY)
        name, email, role = (cleaned.pop(field, "") for field in ("user_name", "user_email", "user_role"))
        if choice != NEW:
            for field in ("user_name", "user_email", "user_role"):
                self.errors.pop(field, None)
        if choice != EXISTING:
            self.errors.pop("user", None)
            cleaned["user"] = None
        elif cleaned.get("user") is None and "user" not in self.errors:
            self.add_error("user", "Choose a user.")
        if choice == NEW and not {"user_email", "user_role", "email"} & set(self.errors):
            self._invite(cleaned, name, email or cleaned.get("email", ""), role)
        return cleaned

    def _invite(self, cleaned: dict[str, Any], name: str, email: str, role: str) -> None:
        if not role:
            self.add_error("user_role", "Choose a role.")
        elif not email:
            self.add_error("user_email", "Enter the e-mail address that the invitation goes to.")
        else:
            cleaned["new_user"] = NewUser(email=email, role=role, name=name)


def _roles_to_grant(actor: Actor) -> list[tuple[str, str]]:
    """The roles with an extension that this actor may give away, the humblest first."""
    if not actor.is_system and not has_permission(actor.role, "users.write"):
        return []
    roles = [
        role for role in BUILT_IN.values() if not role.for_platform and role.level("extensions") >= Level.READ
    ]
    return [(role.key, role.name) for role in reversed(roles) if may_grant(actor, role.key)]
