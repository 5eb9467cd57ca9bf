"""Who changed what: an append-only log, written in the transaction of the change."""
