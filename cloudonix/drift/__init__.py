"""Drift: where Cloudonix is not as wanted here, found by comparing everything, nightly or when somebody asks."""
