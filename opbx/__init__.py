"""OPBX: a multi-tenant PBX manager on Cloudonix. This package wires the apps together."""
