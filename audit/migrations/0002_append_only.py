"""The database refuses to change or delete audit entries, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_entry_is_append_only() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'audit entries are append-only' USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE RULE audit_entry_no_update AS ON UPDATE TO audit_entry DO INSTEAD SELECT audit_entry_is_append_only();
CREATE RULE audit_entry_no_delete AS ON DELETE TO audit_entry DO INSTEAD SELECT audit_entry_is_append_only();
"""
BACKWARD = """
DROP RULE audit_entry_no_update ON audit_entry;
DROP RULE audit_entry_no_delete ON audit_entry;
DROP FUNCTION audit_entry_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
