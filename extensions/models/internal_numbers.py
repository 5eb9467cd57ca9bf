"""One number space: what phones of the organization dial, and whose it is."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models, transaction


class InternalNumber(models.Model):
    """A number or code that is taken. kind: of its holder, as HoldsNumber.kind_of_number. holder: the holder's key.

    The primary key is what no two objects can have. The tables of holders point here with a column that the database
    itself keeps (docs/adr/0013), so that none of them can have a number without a row here.
    """

    number = models.CharField(max_length=24, primary_key=True)
    kind = models.CharField(max_length=20)
    holder = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "holder"], name="extensions_internal_number_of_holder")
        ]

    def __str__(self) -> str:
        return self.number


class HoldsNumber(models.Model):
    """An object that phones reach by a number; saving and deleting it takes and frees the number.

    kind_of_number: as in InternalNumber.kind; "" for that of the model. number_depends_on: the columns that decide
    which number is taken. Saving raises IntegrityError when the number is
    another object's: services ask before, under the guard row.
    """

    kind_of_number: ClassVar[str] = ""
    number_depends_on: ClassVar[frozenset[str]] = frozenset({"number", "deleted_at"})
    key: models.Field[Any, uuid.UUID]

    class Meta:
        abstract = True

    @property
    def number_taken(self) -> str:
        """The number that is to be taken for the object, "" for none."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Model's
        fields = kwargs.get("update_fields")
        with transaction.atomic():
            super().save(*args, **kwargs)
            if fields is None or not self.number_depends_on.isdisjoint(fields):
                claim_number(self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ANN401 - Model's
        with transaction.atomic():
            gone = super().delete(*args, **kwargs)
            InternalNumber.objects.filter(holder=self.key).delete()
        return gone


def claim_number(holder: HoldsNumber) -> None:
    """Take the number of a saved object, and free the one it had."""
    number = holder.number_taken
    held = InternalNumber.objects.filter(holder=holder.key)
    held.exclude(number=number).delete()
    if number and not held.filter(number=number).exists():
        InternalNumber.objects.create(number=number, kind=kind_of(holder), holder=holder.key)


def claim_numbers(holders: list[Any]) -> None:
    """claim_number for new objects that bulk_create saved, in one statement."""
    InternalNumber.objects.bulk_create(
        InternalNumber(number=one.number_taken, kind=kind_of(one), holder=one.key)
        for one in holders
        if one.number_taken
    )


def kind_of(holder: HoldsNumber) -> str:
    return holder.kind_of_number or str(holder._meta.model_name)  # noqa: SLF001 - Django's documented name
