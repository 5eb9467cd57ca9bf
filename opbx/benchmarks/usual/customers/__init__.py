"""The app of the shared schema."""
