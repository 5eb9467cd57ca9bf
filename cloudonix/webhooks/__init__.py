"""What Cloudonix asks and reports, at the edge: authenticate, read, answer."""
