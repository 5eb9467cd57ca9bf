"""Makes the tables of the usual project and one customer in them: `python -m opbx.benchmarks.usual.fill HOST`."""

from __future__ import annotations

import sys
from datetime import time

import django
from django.apps import apps
from django.db import connection

django.setup()

from opbx.benchmarks.usual.customers.models import Customer, Host  # noqa: E402 - models need Django
from opbx.benchmarks.usual.pbx import models as pbx  # noqa: E402

SCHEMA = "customer"
EXTENSIONS, MEMBERS = range(100, 150), 3


def main(host: str, key: str, number: str) -> None:
    _create_tables("customers")
    customer = Customer.objects.create(schema_name=SCHEMA, name="Customer")
    Host.objects.create(domain=host, tenant=customer, is_primary=True)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
    connection.set_tenant(customer)  # type: ignore[attr-defined]  # django-tenants adds it
    _create_tables("pbx")
    _fill(key, number)


def _create_tables(app: str) -> None:
    with connection.schema_editor() as editor:
        for model in apps.get_app_config(app).get_models():
            editor.create_model(model)


def _fill(key: str, number: str) -> None:
    pbx.ApiKey.objects.create(key=key)
    extensions = [
        pbx.Extension.objects.create(number=str(one), name=f"Extension {one}") for one in EXTENSIONS
    ]
    for extension in extensions:
        pbx.SipAccount.objects.create(extension=extension, username=f"{extension.number}_office")
    group = pbx.RingGroup.objects.create(name="Sales")
    for position, extension in enumerate(extensions[:MEMBERS]):
        pbx.Member.objects.create(group=group, extension=extension, position=position)
    schedule = pbx.Schedule.objects.create(name="Always")
    for weekday in range(7):
        pbx.OpenRange.objects.create(schedule=schedule, weekday=weekday, opens=time.min, closes=time.max)
    pbx.PhoneNumber.objects.create(e164=number, schedule=schedule, group=group)


if __name__ == "__main__":
    main(*sys.argv[1:])
