"""Everything in the shared schema: organizations, host names, the routing bridge, in-flight events, due work."""
