"""How tests of bad input ask: what a verb refused with, and that nothing of it is left."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db.models import Model

from motcua.dossiers.models import Attachment, Dossier, Party, ReceivedComponent, Result, Series, SupplementRequest
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.outbox.models import Job
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem

TABLES: tuple[type[Model], ...] = (
    Attachment, Dossier, Event, Job, Party, ReceivedComponent, Result, Series, Slip, SupplementRequest, WorkItem,
)  # fmt: skip


def rows() -> dict[str, list[tuple]]:
    """All rows that a verb may write."""
    return {model.__name__: sorted(model.objects.values_list(), key=repr) for model in TABLES}


@contextmanager
def refusal(sentence: str, *, field: str | None = None) -> Iterator[None]:
    """What happens inside is refused with these words, at this field, and leaves nothing."""
    before = rows()
    with pytest.raises(Refused, match=re.escape(sentence)) as said:
        yield
    assert said.value.field == field
    assert rows() == before, "a refusal left a trace"


def refused(act: Callable[[], object]) -> tuple[str, str | None]:
    """The sentence and the field with which `act` is refused, having left nothing."""
    before = rows()
    with pytest.raises(Refused) as said:
        act()
    assert rows() == before, "a refusal left a trace"
    return str(said.value), said.value.field
