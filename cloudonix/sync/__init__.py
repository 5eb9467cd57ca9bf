"""Making Cloudonix equal to what OPBX wants, one stale object at a time."""
