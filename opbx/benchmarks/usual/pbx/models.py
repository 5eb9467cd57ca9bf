"""What a call is routed by: a key, numbers, business hours, ring groups and extensions with their SIP accounts."""

from __future__ import annotations

from django.db import models


class ApiKey(models.Model):
    key = models.CharField(max_length=100, unique=True)


class Extension(models.Model):
    number = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=100)
    is_enabled = models.BooleanField(default=True)


class SipAccount(models.Model):
    extension = models.ForeignKey(Extension, models.CASCADE, related_name="sip_accounts")
    username = models.CharField(max_length=100)


class RingGroup(models.Model):
    name = models.CharField(max_length=100)
    ring_seconds = models.IntegerField(default=20)


class Member(models.Model):
    group = models.ForeignKey(RingGroup, models.CASCADE, related_name="members")
    extension = models.ForeignKey(Extension, models.CASCADE)
    position = models.IntegerField()


class Schedule(models.Model):
    name = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=50, default="Europe/Berlin")


class OpenRange(models.Model):
    """weekday: 0 is Monday."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="ranges")
    weekday = models.IntegerField()
    opens = models.TimeField()
    closes = models.TimeField()


class PhoneNumber(models.Model):
    e164 = models.CharField(max_length=20, unique=True)
    schedule = models.ForeignKey(Schedule, models.PROTECT)
    group = models.ForeignKey(RingGroup, models.PROTECT)
