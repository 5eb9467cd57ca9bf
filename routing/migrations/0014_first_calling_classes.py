"""Three calling classes to begin with; what leaves the building needs one from now on."""

from __future__ import annotations

from django.db import migrations

# Where calls to numbers that pay their holder end most often. An organization that calls there allows it.
HIGH_RISK = (
    "AC AF AZ BA BF BI BT BY CF CK CU DJ DM ER ET FK GD GM GN GQ GW GY HT JM KI KM KP LR LS LV MG MR MV"
    " NR NU PG PW SB SC SH SL SM SN SO SR SS ST SY TD TG TK TL TN TO TV UZ VU WF WS ZW"
)
ORDINARY = ("national", "mobile", "toll_free", "service")
CLASSES = (
    ("Internal only", "Nothing outside the organization but emergency calls.", ()),
    (
        "National",
        "Numbers of the own country, without premium and shared-cost numbers.",
        tuple((True, kind, "") for kind in ORDINARY),
    ),
    (
        "International",
        "The whole world, without premium, satellite and the countries where call fraud usually ends.",
        (
            (False, "countries", HIGH_RISK),
            *((False, kind, "") for kind in ("premium", "satellite", "shared_cost")),
            *((True, kind, "") for kind in (*ORDINARY, "international")),
        ),
    ),
)


def add_classes(apps, schema_editor) -> None:
    get = apps.get_model
    rows = get("routing", "CallingClassRow").objects
    for name, description, wanted in CLASSES:
        made = get("routing", "CallingClass").objects.create(name=name, description=description)
        for position, (allows, about, values) in enumerate(wanted, start=1):
            rows.create(
                calling_class=made, position=position, allows=allows, about=about, values=values
            )
        if name == "National":
            get("routing", "OutboundSettings").objects.create(calling_class=made)


class Migration(migrations.Migration):
    dependencies = [("routing", "0013_outbound_calls")]

    operations = [
        migrations.RunPython(add_classes, migrations.RunPython.noop),
        # Checks the foreign keys of these rows now: where all migrations run in one transaction, no later one could
        # alter a table whose check is still to come.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
    ]
