"""The forms with two columns: at the left what is set here, at the right what holds otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.http import QueryDict

from extensions.attribute_words import ATTRIBUTES, Attribute
from extensions.effective import effective_attributes, organization_defaults, values_of
from extensions.models import (
    MAX_RING_SECONDS,
    MIN_RING_SECONDS,
    RING_SECONDS_HINT,
    CommonAttributes,
    Extension,
    ExtensionDefaults,
    ExtensionTemplate,
    SipUsernames,
)
from opbx.web.saving import VersionField

_SWITCH = {"yes": True, "no": False}


@dataclass(frozen=True)
class Row:
    """One attribute: the box that says "set here", the value, and what holds without it."""

    attribute: Attribute
    override: BoundField
    own: BoundField
    inherited: str
    source: str


class LayerForm(forms.Form):
    """The common attributes of one layer. An attribute whose box is not ticked takes what the layer below says.

    right: heading of the right column.
    """

    right = "Otherwise"
    version = VersionField()

    def __init__(
        self,
        data: QueryDict | None,
        *,
        layer: CommonAttributes | None,
        inherited: dict[str, tuple[Any, str]],
        initial: dict[str, Any] | None = None,
    ) -> None:
        """inherited: for each attribute what holds without this layer, and whose value that is."""
        known = dict(initial or {})
        for attribute in ATTRIBUTES:
            value = getattr(layer, attribute.name, None)
            known[f"override_{attribute.name}"] = value is not None
            shown = inherited[attribute.name][0] if value is None else value
            known[attribute.name] = _written(shown)
        super().__init__(data, initial={"version": getattr(layer, "version", 1), **known})
        self.inherited = inherited
        for attribute in ATTRIBUTES:
            self.fields[f"override_{attribute.name}"] = forms.BooleanField(
                label=attribute.label, help_text=attribute.hint, required=False
            )
            self.fields[attribute.name] = _control(attribute)

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                attribute,
                self[f"override_{attribute.name}"],
                self[attribute.name],
                attribute.words(self.inherited[attribute.name][0]),
                self.inherited[attribute.name][1],
            )
            for attribute in ATTRIBUTES
        ]

    @property
    def attributes(self) -> dict[str, Any]:
        """The keywords of the services: the values that are set here, None for the others."""
        return {attribute.name: self.cleaned_data[attribute.name] for attribute in ATTRIBUTES}

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for attribute in ATTRIBUTES:
            if not cleaned.get(f"override_{attribute.name}"):
                # What stands in a field that is not used must not hold up the rest.
                self.errors.pop(attribute.name, None)
                cleaned[attribute.name] = None
            elif cleaned.get(attribute.name) is None and attribute.name not in self.errors:
                hint = "Choose one." if attribute.on else RING_SECONDS_HINT
                self.add_error(attribute.name, hint)
        return cleaned


class ExtensionSettingsForm(LayerForm):
    """The values of one extension beside those of its template."""

    def __init__(self, data: QueryDict | None = None, *, extension: Extension) -> None:
        found = effective_attributes(_without_own(extension))
        inherited = {name: (one.value, one.source_words) for name, one in found.items()}
        super().__init__(data, layer=extension, inherited=inherited)
        self.right = "From the template" if extension.template_id is not None else "Default"


class TemplateForm(LayerForm):
    """A template: its name, and the values it sets beside the organization's."""

    right = "Organization"
    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={"required": "Enter a name, for example Sales."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = forms.CharField(
        label="Description",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, template: ExtensionTemplate | None = None) -> None:
        defaults = organization_defaults()
        built_in = {name: getattr(defaults, name) is None for name in values_of()}
        inherited = {
            name: (value, "built-in default" if built_in[name] else "default of the organization")
            for name, value in values_of(defaults).items()
        }
        initial = {"name": template.name, "description": template.description} if template else {}
        super().__init__(data, layer=template, inherited=inherited, initial=initial)


class DefaultsForm(LayerForm):
    """What holds in the organization where neither extension nor template says anything."""

    right = "Built in"
    sip_usernames = forms.ChoiceField(
        label="Sign-in names of new phones",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how new phones sign in."},
    )

    def __init__(self, data: QueryDict | None = None, *, defaults: ExtensionDefaults, slug: str) -> None:
        inherited = {name: (value, "built-in default") for name, value in values_of().items()}
        initial = {"sip_usernames": defaults.sip_usernames}
        super().__init__(data, layer=defaults, inherited=inherited, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["sip_usernames"].choices = [
            (
                SipUsernames.NUMBER_AND_SLUG,
                f"101_{slug}|Tells whose phone it is wherever it is seen. The second phone is 101_{slug}_2.",
            ),
            (
                SipUsernames.NUMBER,
                f"101|Short to type on a desk phone. The second phone of the extension is 101_{slug}_2.",
            ),
        ]


class ChangeTemplateForm(forms.Form):
    """Which template extensions use from now on, and what becomes of their own values."""

    template = forms.ModelChoiceField(
        label="Template",
        queryset=ExtensionTemplate.objects.none(),
        to_field_name="key",
        required=False,
        empty_label="No template",
    )
    overrides = forms.ChoiceField(
        label="Values that extensions have of their own",
        widget=forms.RadioSelect,
        initial="reset",
        choices=[
            ("reset", "Reset them to the template|All settings are the template’s afterwards."),
            ("keep", "Keep overrides|What is set for an extension stays; the rest follows the template."),
        ],
        error_messages={"required": "Choose what happens to values that extensions have of their own."},
    )

    def __init__(self, data: QueryDict | None = None, *, initial: ExtensionTemplate | None = None) -> None:
        super().__init__(data, initial={"template": initial.key if initial is not None else ""})
        fields: dict[str, Any] = self.fields
        fields["template"].queryset = ExtensionTemplate.objects.order_by("name", "pk")


class TemplateInsteadForm(forms.Form):
    """What extensions use instead of a template that is deleted."""

    replacement = forms.ChoiceField(
        label="These extensions use instead",
        error_messages={
            "required": "Choose what they use instead.",
            "invalid_choice": "This template was deleted meanwhile. Choose another.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, leaving: ExtensionTemplate) -> None:
        super().__init__(data)
        others = ExtensionTemplate.objects.exclude(pk=leaving.pk).order_by("name", "pk")
        self.others = {str(row.key): row for row in others}
        names = [(key, row.name) for key, row in self.others.items()]
        fields: dict[str, Any] = self.fields
        fields["replacement"].choices = [("", "Choose"), ("none", "No template"), *names]

    def clean_replacement(self) -> ExtensionTemplate | None:
        return self.others.get(self.cleaned_data["replacement"])


def _control(attribute: Attribute) -> forms.Field:
    label = f"Own value: {attribute.label.lower()}"
    if attribute.on:
        return forms.TypedChoiceField(
            label=label,
            required=False,
            choices=[("yes", attribute.on), ("no", attribute.off)],
            coerce=_SWITCH.__getitem__,
            empty_value=None,
        )
    return forms.IntegerField(
        label=label,
        required=False,
        error_messages={"invalid": RING_SECONDS_HINT},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        validators=[
            MinValueValidator(MIN_RING_SECONDS, RING_SECONDS_HINT),
            MaxValueValidator(MAX_RING_SECONDS, RING_SECONDS_HINT),
        ],
    )


def _written(value: Any) -> Any:  # noqa: ANN401 - an attribute's value
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _without_own(extension: Extension) -> Extension:
    """The same extension as if it had no values of its own, to ask what holds then."""
    return Extension(template=extension.template)
