"""The pages of routing: numbers and trunks."""
