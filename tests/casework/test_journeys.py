"""Whole lives by the processes that provinces and communes approve: seven steps at a department, three in a commune."""

from datetime import date, timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.file import file_and_accept
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.offices import actions as office_actions
from motcua.offices.roles import Role
from motcua.workflow.actions import publish
from motcua.workflow.defaults import PROVINCE
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import StepKind
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")
DOERS = {"unit_leader": "nhat", "specialist": "minh", "signer": "son", "clerk": "roi"}
THREE = [row for row in PROVINCE if row.kind in (StepKind.RECEIVE, StepKind.ISSUE, StepKind.RETURN)]


@pytest.fixture
def cast():
    cast = stage.enter()
    office_actions.give_post(
        account=cast.people["nhat"],
        agency=cast.commune,
        role=Role.UNIT_LEADER,
        day=date(2026, 1, 1),
        by="test",
        at=stage.BEGINNING,
    )
    cast._actors.clear()
    return cast


@pytest.mark.parametrize(("rows", "electronic"), [(PROVINCE, False), (PROVINCE, True), (THREE, False), (THREE, True)])
def test_a_dossier_lives_through_every_step_to_the_applicants_hands(cast, rows, electronic):
    publish(procedure=cast.version.procedure, level=None, steps=rows, decision="QĐ 45", day=date(2026, 1, 2))
    code, at = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code, AT
    while (item := WorkItem.objects.get(dossier__code=code, closed_at__isnull=True)).kind not in ("issue", "return"):
        at += timedelta(minutes=20)
        advance(code, by=cast.actor(DOERS[item.role]), at=at, item_id=item.pk)
    result = stage.result(issued_on=AT.date(), electronic=electronic)
    if electronic:
        resolve(code, by=cast.roi, at=at, item_id=item.pk, result=result)
    else:
        advance(code, by=cast.roi, at=at, item_id=item.pk, result=result)
        resolve(code, by=cast.lan, at=at + timedelta(minutes=20))
    return_result(code, by=cast.lan, at=at + timedelta(minutes=30))
    done = list(WorkItem.objects.filter(dossier__code=code).order_by("pk").values_list("step__n", "outcome"))
    assert done == [(n, "forward") for n in range(1, len(rows) + 1)]
    assert Dossier.objects.get(code=code).status == 10
    assert Event.objects.filter(kind="work.advanced").count() == len(rows) - (3 if electronic else 2)
    check_all()
