"""Filling the demo through the same services that pages call; what exists already is left as it is."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.request
import uuid
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit import services as audit
from audit.actors import Actor
from cloudonix.account.customer import check_account
from cloudonix.models import Connection, PlatformAccount
from cloudonix.services import check_connection, connect_now, save_customer_key
from extensions.effective import organization_defaults
from extensions.models import Department, Extension, ExtensionTemplate, VoicemailBox
from extensions.services import (
    add_department,
    add_extension,
    add_template,
    add_voicemail_box,
    change_greeting,
    disable_extension,
    set_voicemail_pin,
)
from opbx.demo.cast import CUSTOMERS, PASSWORD, PLATFORM_MANAGER, Box, Customer, Number, Person, Template
from opbx.demo.cast import Department as CastDepartment
from opbx.demo.history import add_history
from opbx.demo.hours import add_hours
from opbx.demo.objects import add_objects
from opbx.demo.voicemail import add_messages
from routing.absences import today
from routing.models import DestinationKind, PhoneNumber, RingGroup, Trunk
from routing.outbound import organization_settings
from routing.services import (
    Rule,
    add_absence,
    add_caller_rules,
    add_number,
    add_trunk,
    set_caller_ids,
    set_forwarding_rules,
)
from tenants import due
from tenants.addresses import address_of
from tenants.console.platform import ensure_host, ensure_platform
from tenants.console.services import PROVISION, add_organization
from tenants.context import in_shared, in_tenant
from tenants.models import Organization

ACTOR = Actor.system("Demo")
TIMEOUT_SECONDS = 10


def seed_demo(simulator_url: str) -> None:
    """Make the platform and the demo's customers, and pair them with the simulator. Safe to repeat."""
    platform = ensure_platform(time_zone="Europe/Berlin")
    with in_tenant(platform):
        _add_person(PLATFORM_MANAGER)
    for customer in CUSTOMERS:
        organization = _organization(customer, platform)
        _seed_simulator(simulator_url, customer, organization)
        with in_tenant(organization):
            _fill(customer)
    with in_tenant(platform):
        _enter_customer_key()


def _organization(customer: Customer, platform: Organization) -> Organization:
    found = Organization.objects.filter(slug=customer.slug).first()
    if found is None:
        with in_tenant(platform):
            found = add_organization(
                ACTOR,
                name=customer.name,
                slug=customer.slug,
                time_zone=customer.time_zone,
                region=customer.region,
                voice_language=customer.voice_language,
            )
    with in_shared():
        # The demo may have been started with another --host-suffix before.
        ensure_host(found, f"{customer.slug}.{settings.HOST_SUFFIX}")
    with in_tenant(found):
        due.run(PROVISION)
    found.refresh_from_db()
    return found


def _fill(customer: Customer) -> None:
    people = {person.extension: _add_person(person) for person in customer.people if person.extension}
    for person in customer.people:
        _add_person(person)
    is_new = not Extension.objects.exists()
    templates = {number: _add_template(one) for one in customer.templates for number in one.extensions}
    departments = {entry.name: _department(entry) for entry in customer.departments}
    for person in customer.people:
        if person.extension and not Extension.objects.filter(number=person.extension).exists():
            first, _, last = person.name.partition(" ")
            add_extension(
                ACTOR,
                number=person.extension,
                first_name=first,
                last_name=last,
                email=person.email,
                mobile=person.mobile,
                department=departments.get(person.department),
                user=people[person.extension],
                template=templates.get(person.extension),
            )
    for number, name in customer.rooms.items():
        if not Extension.objects.filter(number=number).exists():
            add_extension(ACTOR, number=number, first_name=name)
    for number in customer.switched_off if is_new else ():
        disable_extension(ACTOR, Extension.objects.get(number=number))
    for box in customer.boxes:
        _add_box(box)
    _add_trunk(customer)
    add_objects(ACTOR, customer)
    for entry in customer.numbers:
        _add_number(entry)
    _show_main_number(customer)
    _connect(customer)
    if is_new:
        add_history(customer)
        add_messages(customer)
        _forward(customer)
        _be_away(customer)
        _block(customer)
    add_hours(ACTOR, customer)


def _add_trunk(customer: Customer) -> None:
    """The way out, so that a visitor can dial out; before the groups that ring numbers outside."""
    if customer.trunk and not Trunk.objects.exists():
        add_trunk(ACTOR, name=customer.trunk, host="198.51.100.20", direction=Trunk.Direction.OUTBOUND)


def _show_main_number(customer: Customer) -> None:
    """The main number is what callees see."""
    settings_row = organization_settings()
    if not customer.trunk or settings_row.caller_id is not None:
        return
    main = PhoneNumber.objects.filter(e164=customer.numbers[0].e164).first()
    set_caller_ids(ACTOR, version=settings_row.version, caller_id=main, withholds_number=False, ranges=())


def _department(entry: CastDepartment) -> Department:
    found = Department.objects.filter(name=entry.name).first()
    return found or add_department(
        ACTOR, name=entry.name, first_number=entry.first_number, last_number=entry.last_number
    )


def _forward(customer: Customer) -> None:
    """After the history, whose calls were routed before anybody had a rule."""
    for number in sorted({forward.extension for forward in customer.forwards}):
        owner = Extension.objects.get(number=number) if number else organization_defaults()
        rules = [
            Rule(
                forward.cause,
                forward.origin,
                DestinationKind.EXTENSION,
                destination_extension=Extension.objects.get(number=forward.to),
            )
            for forward in customer.forwards
            if forward.extension == number
        ]
        set_forwarding_rules(ACTOR, owner, version=owner.version, rules=rules)


def _be_away(customer: Customer) -> None:
    for entry in customer.absences:
        first = today() + timedelta(days=entry.begins)
        add_absence(
            ACTOR,
            Extension.objects.get(number=entry.extension),
            first_day=first,
            last_day=first + timedelta(days=entry.days - 1),
            label=entry.label,
            destination={
                "destination_kind": DestinationKind.EXTENSION,
                "destination_extension": Extension.objects.get(number=entry.to),
            },
        )


def _block(customer: Customer) -> None:
    for verdict, callers in (("block", customer.blocked), ("allow", customer.allowed)):
        if callers:
            add_caller_rules(ACTOR, callers=callers, verdict=verdict)


def _connect(customer: Customer) -> None:
    found = Connection.objects.first()
    if found is None or not found.is_connected:
        # Before the ready line, so that the first call of a visitor finds its phones.
        connect_now(ACTOR, domain=domain_of(customer), api_key=key_of(customer))
    else:
        # The demo may have been started on another port before; the worker tells Cloudonix.
        check_connection(ACTOR)


def _enter_customer_key() -> None:
    """So that a visitor of the console can have a new organization's domain made."""
    if PlatformAccount.objects.filter(state=PlatformAccount.State.WORKING).exists():
        return
    save_customer_key(ACTOR, customer_key=_key("customer"))
    check_account()


def _add_person(person: Person) -> User:
    user: User | None = User.objects.with_email(person.email).first()
    if user is not None:
        return user
    with transaction.atomic():
        user = User(email=person.email, name=person.name, role=person.role)
        user.set_password(PASSWORD)
        user.save()
        audit.record(ACTOR, "user.added", user, {"role": [None, person.role]})
    return user


def _add_template(template: Template) -> ExtensionTemplate:
    found = ExtensionTemplate.objects.filter(name=template.name).first()
    if found is not None:
        return found
    return add_template(
        ACTOR, name=template.name, description=template.description, ring_seconds=template.ring_seconds
    )


def _add_number(entry: Number) -> None:
    if PhoneNumber.objects.filter(e164=entry.e164).exists():
        return
    extension = Extension.objects.get(number=entry.extension) if entry.extension else None
    box = VoicemailBox.objects.get(name=entry.box) if entry.box else None
    group = RingGroup.objects.get(name=entry.group) if entry.group else None
    kind = DestinationKind.HANG_UP
    if extension or box:
        kind = DestinationKind.EXTENSION if extension else DestinationKind.VOICEMAIL
    if group:
        kind = DestinationKind.RING_GROUP
    add_number(
        ACTOR,
        e164=entry.e164,
        destination_kind=kind,
        destination_extension=extension,
        destination_voicemail_box=box,
        destination_ring_group=group,
        label=entry.label,
    )


def _add_box(entry: Box) -> None:
    if VoicemailBox.objects.filter(name=entry.name).exists():
        return
    extension = Extension.objects.get(number=entry.extension) if entry.extension else None
    users = [User.objects.with_email(email).get() for email in entry.people]
    box = add_voicemail_box(
        ACTOR, name=entry.name, extension=extension, users=users, notice=entry.notice, number=entry.number
    )
    if entry.pin:
        set_voicemail_pin(ACTOR, box, pin=entry.pin)
    if entry.greeting:
        change_greeting(ACTOR, box, version=box.version, greeting="text", text=entry.greeting)


def domain_of(customer: Customer) -> str:
    return f"{customer.slug}-demo.cloudonix.net"


def key_of(customer: Customer) -> str:
    """The domain's API key at the simulator: the same at each start, another in each installation."""
    return _key(f"domain {customer.slug}")


def _key(purpose: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo {purpose}".encode(), hashlib.sha256).hexdigest()
    return f"XI{digest[:32].upper()}"


def _seed_simulator(url: str, customer: Customer, organization: Organization) -> None:
    name = domain_of(customer)
    document = {
        "customers": [{"name": "demo", "key": _key("customer")}],
        "domains": [
            {
                "name": name,
                "customer": "demo",
                "key": key_of(customer),
                "uuid": str(uuid.uuid5(uuid.NAMESPACE_DNS, name)),
                "aliases": [f"{customer.slug}.sip.example"],
                "label": customer.name,
                "home": address_of(organization),
                "numbers": [
                    *({"number": number.e164, "name": number.label} for number in customer.numbers),
                    *({"number": hours.number, "name": hours.label} for hours in customer.hours),
                ],
            }
        ],
    }
    _post(f"{url}/__sim__/seed", document)
    # Whatever is called outside rings on the simulator's page and waits for a person.
    outside = {"domain": name, "kind": "pstn", "match": "*", "behaviour": {"result": "manual"}}
    _post(f"{url}/__sim__/endpoints", outside)


def _post(url: str, document: Mapping[str, object]) -> None:
    request = urllib.request.Request(  # noqa: S310 - the address of the simulator that the demo itself started
        url,
        data=json.dumps(document).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
        answer.read()
