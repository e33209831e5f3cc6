"""Rows read by a statement that was built once are the rows that Django reads."""

import pytest
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file_and_accept
from motcua.copying.prepared import reading
from motcua.dossiers.models import Dossier
from motcua.workflow.models import WorkItem
from tests import cast as stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    cast = stage.enter()
    return file_and_accept(stage.intake(cast), by=cast.lan, at=stage.moment("2026-11-02 08:00"))


@pytest.mark.parametrize("model", [Dossier, WorkItem])
def test_every_column_of_a_row_is_what_django_reads(dossier, model):
    expected = list(model.objects.all())
    found = reading(model.objects.filter(pk=0)).rows([expected[0].pk])
    columns = [f.attname for f in model._meta.concrete_fields]
    assert [getattr(found[0], c) for c in columns] == [getattr(expected[0], c) for c in columns]
    assert [type(getattr(found[0], c)) for c in columns] == [type(getattr(expected[0], c)) for c in columns]
    assert not found[0]._state.adding and not found[0].get_deferred_fields()


def test_annotations_stand_beside_the_row(dossier):
    query = reading(Dossier.objects.annotate(again=F("accepted_at"), word=Value("x")).filter(code=""))
    (found,) = query.rows(["x", dossier.code])
    assert (found.again, found.word, found.pk) == (dossier.accepted_at, "x", dossier.pk)


def test_it_reads_again_with_other_values_in_one_statement(dossier):
    query = reading(Dossier.objects.filter(code=""))
    with CaptureQueriesContext(connection) as captured:
        assert [len(query.rows([code])) for code in (dossier.code, "none")] == [1, 0]
    assert len(captured) == 2
