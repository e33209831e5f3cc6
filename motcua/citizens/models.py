"""Tables of citizens who sign in; their names, language and journal stand with their accounts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account

from .rules import Level


class Citizen(models.Model):
    """What is known of a citizen beside the name. All is said by themselves, until `identity_at`: from then on name,
    number and day of birth are those of the e-ID `identity_source`, which knows them as `identity_subject`."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.PROTECT, related_name="person")
    number = models.CharField(max_length=12, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    identity_source = models.CharField(max_length=20, blank=True)
    identity_subject = models.CharField(max_length=200, blank=True)
    identity_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(identity_at__isnull=False), name="citizen_proven_once"
            ),
            models.UniqueConstraint(
                fields=["identity_source", "identity_subject"], condition=~Q(identity_source=""), name="citizen_e_id"
            ),
            models.CheckConstraint(
                condition=Q(identity_at__isnull=True, identity_source="", identity_subject="")
                | (Q(identity_at__isnull=False) & ~Q(identity_source="") & ~Q(number="")),
                name="citizen_proven_by_whom",
            ),
        ]

    @property
    def level(self) -> Level:
        """How sure it is who this is."""
        return Level.IDENTITY if self.identity_at is not None else Level.CONTACT


class Contact(models.Model):
    """A telephone (E.164) or e-mail (small letters) that a citizen proved by a code. It leads to one account only."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="contacts", db_index=False)
    way = models.CharField(max_length=5, choices=[("sms", "sms"), ("email", "email")])
    value = models.CharField(max_length=254, unique=True)
    proven_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "way"], name="contact_one_of_each")]
