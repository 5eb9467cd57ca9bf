"""The pages of the Cloudonix settings."""
