"""The outbox: rows that say "this object may differ at Cloudonix". A leaf that every service may use."""
