"""How the connection to Cloudonix is: a look at the domain by a worker, and what its result means for people."""

from __future__ import annotations

SWEEP = "cloudonix.health"  # the kind of due work that looks
