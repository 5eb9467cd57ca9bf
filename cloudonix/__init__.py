"""Everything that speaks with Cloudonix: webhooks in, REST out, the CXML between, and the simulator beside."""
