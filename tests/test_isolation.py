"""For every table of an organization: a row of acme does not exist for globex, nor for the shared schema."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, models, transaction
from django.utils import timezone

from tenants.context import in_shared, in_tenant
from tests.rows import make_row

# The same rows in every organization, written by migrations; they say nothing about anybody.
CATALOGUES = {"contenttypes", "auth"}


def tenant_models() -> list[type[models.Model]]:
    labels = {name.rpartition(".")[2] for name in settings.TENANT_APPS} - CATALOGUES
    return [model for model in apps.get_models() if model._meta.app_label in labels and model is not Session]


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_a_row_of_acme_is_not_in_globex_nor_in_the_shared_schema(
    acme, globex, model: type[models.Model]
) -> None:
    with in_tenant(globex):
        before = set(model._default_manager.values_list("pk", flat=True))

    with in_tenant(acme):
        row = make_row(model)
        assert model._default_manager.filter(pk=row.pk).exists()

    with in_tenant(globex):
        assert set(model._default_manager.values_list("pk", flat=True)) == before
    with in_shared(), pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
        model._default_manager.exists()


def test_a_session_of_acme_is_not_in_globex(acme, globex) -> None:
    with in_tenant(acme):
        Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now())

    with in_tenant(globex):
        assert not Session.objects.exists()


def test_no_app_has_tables_both_in_the_shared_schema_and_in_an_organization() -> None:
    assert set(settings.SHARED_APPS) & set(settings.TENANT_APPS) == set()
