"""The set-up checklist: five steps from an empty organization to a call, each proved by data."""
