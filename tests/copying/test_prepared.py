"""Rows read by a statement that was built once are the rows that Django reads."""

from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file_and_accept
from motcua.copying import prepared
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
    found = prepared.query(lambda: model.objects.filter(pk=0))(expected[0].pk)
    columns = [f.attname for f in model._meta.concrete_fields]
    assert [getattr(found[0], c) for c in columns] == [getattr(expected[0], c) for c in columns]
    assert [type(getattr(found[0], c)) for c in columns] == [type(getattr(expected[0], c)) for c in columns]
    assert not found[0]._state.adding and not found[0].get_deferred_fields()


def test_annotations_stand_beside_the_row(dossier):
    query = prepared.query(lambda: Dossier.objects.annotate(again=F("accepted_at"), word=Value("")).filter(code=""))
    (found,) = query("x", dossier.code)
    assert (found.again, found.word, found.pk) == (dossier.accepted_at, "x", dossier.pk)


def test_it_reads_again_with_other_values_in_one_statement(dossier):
    query = prepared.query(lambda: Dossier.objects.filter(code=""))
    with CaptureQueriesContext(connection) as captured:
        assert [len(query(code)) for code in (dossier.code, "none")] == [1, 0]
    assert len(captured) == 2


def test_what_is_read_beside_costs_no_further_statement(dossier):
    around = ("agency", "assignee", "step__version")
    query = prepared.query(lambda: WorkItem.objects.filter(dossier_id=0).select_related(*around).defer("note"))
    found, expected = query(dossier.pk), list(WorkItem.objects.filter(dossier_id=dossier.pk).select_related(*around))
    assert len(found) > 1
    with CaptureQueriesContext(connection) as captured:
        assert [(i.agency, i.assignee, i.step and i.step.version) for i in found] == [
            (i.agency, i.assignee, i.step and i.step.version) for i in expected
        ]
    assert (len(captured), [i.note for i in found]) == (0, [i.note for i in expected])


def test_a_unique_number_is_asked_as_the_database_keeps_it(dossier):
    query = prepared.query(lambda: Dossier.objects.filter(stream=UUID(int=0)))
    assert [found.pk for found in query(dossier.stream)] == [dossier.pk]


def test_a_value_too_few_is_refused(dossier):
    query = prepared.query(lambda: Dossier.objects.filter(code=""))
    with pytest.raises(AssertionError, match="1 values, not 0"):
        query()
