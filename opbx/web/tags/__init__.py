"""The template tags of opbx.templatetags.ui, by subject."""
