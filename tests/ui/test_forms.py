"""A field is wired so that a screen reader finds its hint and its error, whatever its widget."""

from __future__ import annotations

from django import forms

from tests.ui.rendering import Page, render


class ExtensionForm(forms.Form):
    number = forms.CharField(help_text="1 to 20 digits.", error_messages={"required": "Enter a number."})
    note = forms.CharField(required=False, widget=forms.Textarea)
    rings = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("all", "Everyone|All phones at once."), ("one", "One")],
        error_messages={"required": "Choose how it rings."},
    )
    is_on = forms.BooleanField(required=False, label="Active", help_text="Takes calls.")
    zone = forms.ChoiceField(choices=[("", "Choose")], error_messages={"required": "Choose a zone."})
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_hint_and_error_come_before_the_input_and_describe_it():
    markup = render("{% field form.number %}", form=ExtensionForm({}))
    control = Page(markup).with_id("id_number")

    assert control["aria-describedby"] == "id_number_hint id_number_error"
    assert control["aria-invalid"] == "true"
    assert "form-control" in control["class"]
    assert markup.index("1 to 20 digits.") < markup.index("Enter a number.") < markup.index("<input")
    Page(markup).with_id("id_number_hint")
    Page(markup).with_id("id_number_error")


def test_a_field_without_problems_says_nothing_of_errors():
    control = Page(render("{% field form.number %}", form=ExtensionForm())).with_id("id_number")

    assert control["aria-describedby"] == "id_number_hint"
    assert "aria-invalid" not in control


def test_only_an_optional_field_is_marked_and_a_checkbox_never():
    form = ExtensionForm()

    assert "(optional)" in render("{% field form.note %}", form=form)
    assert "(optional)" not in render("{% field form.number %}", form=form)
    assert "(optional)" not in render("{% field form.is_on %}", form=form)


def test_radios_are_a_group_with_a_legend_and_a_hint_for_each():
    page = Page(render("{% field form.rings %}", form=ExtensionForm({})))

    assert page.one("fieldset")["aria-describedby"] == "id_rings_error"
    assert [radio["class"] for radio in page.all("input", type="radio")] == ["form-check-input"] * 2
    assert page.all("input", type="radio")[0]["aria-describedby"] == "id_rings_0_hint"
    assert "All phones at once." in page.text


def test_the_summary_links_each_problem_to_its_field_and_takes_the_focus():
    page = Page(render("{% error_summary form %}", form=ExtensionForm({})))

    assert [link["href"] for link in page.all("a")] == ["#id_number", "#id_rings_0", "#id_zone"]
    assert page.one("div", role="alert")["tabindex"] == "-1"
    assert render("{% error_summary form %}{% error_prefix form %}", form=ExtensionForm()) == ""


def test_all_fields_of_a_form_are_rendered_hidden_ones_too():
    page = Page(render("{% form_fields form %}", form=ExtensionForm()))

    for name in ("number", "note", "is_on", "zone", "password", "token"):
        page.with_id(f"id_{name}")
    assert page.with_id("id_zone")["class"] == "form-select"
    assert page.one("button")["data-toggle-password"] == "#id_password"


def test_filters_are_labelled_and_can_be_cleared_when_one_is_set():
    class Filters(forms.Form):
        q = forms.CharField(label="Search", required=False, widget=forms.SearchInput)
        status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any status"), ("on", "On")])

    bare = render("{% filter_bar form %}", "/e/", form=Filters({}))
    used = render("{% filter_bar form %}", "/e/?status=on", form=Filters({"status": "on"}))

    assert {label["for"] for label in Page(bare).all("label")} == {"id_q", "id_status"}
    assert "Clear filters" not in bare
    assert Page(used).one("a")["href"] == "/e/"
