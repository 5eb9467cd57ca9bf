"""The app of each tenant's schema."""
