"""Golden scenarios: a configuration, what happens to a call, and what OPBX answers, in files that people write."""
