"""The pages of extensions."""
