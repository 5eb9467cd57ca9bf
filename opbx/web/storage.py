"""Static files under hashed names, the modules that a module imports included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    # Without this, opbx.js would import its parts by names that browsers keep from an older release.
    support_js_module_import_aggregation = True
