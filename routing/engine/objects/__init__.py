"""What a plan is made of: the configured objects, frozen, one module for each kind."""
