"""A dossier made to vanish from every table, as somebody would who can write past the program."""

from django.db.models import ForeignObjectRel, Model

from motcua.dossiers.models import Dossier
from motcua.journal.models import Event, Payload


def take_away(code: str) -> None:
    """Delete the dossier with all that belongs to it, its events and what they said."""
    dossier = Dossier.objects.get(code=code)
    take_events(dossier)
    _take(dossier)


def take_events(dossier: Dossier) -> None:
    """Delete the events of the dossier and what they said; its row stays."""
    Payload.objects.filter(event__stream=dossier.stream).delete()
    Event.objects.filter(stream=dossier.stream).delete()


def _take(row: Model) -> None:
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        for child in relation.related_model._base_manager.filter(**{relation.field.name: row}):
            _take(child)
    type(row)._base_manager.filter(pk=row.pk).delete()
