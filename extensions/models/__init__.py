"""Extensions, the SIP accounts of their devices, their templates, departments and voicemail boxes."""

from __future__ import annotations

from extensions.models.common_attributes import (
    BUILT_IN_ATTRIBUTES,
    MAX_RING_SECONDS,
    MIN_RING_SECONDS,
    RING_SECONDS_HINT,
    CommonAttributes,
    ExtensionDefaults,
    ExtensionTemplate,
    SipUsernames,
)
from extensions.models.departments import Department
from extensions.models.extensions import Extension, extension_number_is_valid, name_is_one_line
from extensions.models.imports import ImportRun
from extensions.models.internal_numbers import HoldsNumber, InternalNumber
from extensions.models.pins import HasPin
from extensions.models.provisioning import ProvisioningLink
from extensions.models.sip_accounts import MAX_LABEL_LENGTH, SipAccount
from extensions.models.voicemail import VoicemailBox

__all__ = [
    "BUILT_IN_ATTRIBUTES",
    "MAX_LABEL_LENGTH",
    "MAX_RING_SECONDS",
    "MIN_RING_SECONDS",
    "RING_SECONDS_HINT",
    "CommonAttributes",
    "Department",
    "Extension",
    "ExtensionDefaults",
    "ExtensionTemplate",
    "HasPin",
    "HoldsNumber",
    "ImportRun",
    "InternalNumber",
    "ProvisioningLink",
    "SipAccount",
    "SipUsernames",
    "VoicemailBox",
    "extension_number_is_valid",
    "name_is_one_line",
]
