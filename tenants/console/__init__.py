"""The platform console: organizations are listed, created, suspended and resumed here.

The upper half of `tenants`: unlike the rest of the app it knows users and the audit log.
"""
