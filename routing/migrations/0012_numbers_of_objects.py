"""Every routed object with a number points to its row in the number space, as extensions do."""

from django.db import migrations

# The kinds as they are called in the number space are the names of their models.
KINDS = ("ringgroup", "menu", "schedule", "room", "announcement", "directory", "agent")
FORWARD = """
INSERT INTO extensions_internalnumber (number, kind, holder)
    SELECT number, '{kind}', key FROM routing_{kind} WHERE number <> '';
ALTER TABLE routing_{kind} ADD COLUMN number_taken varchar(24) GENERATED ALWAYS AS (NULLIF(number, '')) STORED;
ALTER TABLE routing_{kind} ADD CONSTRAINT routing_{kind}_number_is_taken
    FOREIGN KEY (number_taken, key) REFERENCES extensions_internalnumber (number, holder) DEFERRABLE INITIALLY DEFERRED;
"""
BACKWARD = "ALTER TABLE routing_{kind} DROP COLUMN number_taken;"


class Migration(migrations.Migration):
    dependencies = [("extensions", "0007_internal_numbers"), ("routing", "0011_conference_rooms")]
    operations = [migrations.RunSQL(FORWARD.format(kind=kind), BACKWARD.format(kind=kind)) for kind in KINDS]
