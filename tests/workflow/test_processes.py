"""Processes: what could not carry a dossier is refused by its row; versions begin on a day and never change."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from motcua.catalogue.models import ProcedureVersion
from motcua.kernel.sentences import Refused
from motcua.offices.models import Level
from motcua.workflow import actions
from motcua.workflow.models import ProcessVersion
from motcua.workflow.queries import first_of, process_in_force, steps_after, steps_before, steps_of
from motcua.workflow.rules import StepKind, StepRow, check
from tests import cast as stage
from tests.cast import COMMUNE_STEPS

DAY = date(2026, 11, 2)
RECEIVE, PROCESS, SIGN, ISSUE, RETURN = COMMUNE_STEPS
ENDS = "Quy trình phải bắt đầu bằng bước tiếp nhận và kết thúc bằng bước trả kết quả."
ONE_ISSUE = "Quy trình phải có đúng một bước vào sổ, phát hành kết quả."


@pytest.mark.parametrize(
    "steps, sentence",
    [
        ([], ENDS),
        ([RECEIVE], ENDS),
        ([PROCESS, ISSUE, RETURN], ENDS),
        ([RECEIVE, PROCESS, ISSUE], ENDS),
        ([RECEIVE, PROCESS, RETURN], ONE_ISSUE),
        ([RECEIVE, ISSUE, ISSUE, RETURN], ONE_ISSUE),
        (
            [RECEIVE, replace(PROCESS, hours=Decimal(0)), ISSUE, RETURN],
            "Dòng 2: thời hạn của bước phải lớn hơn 0 giờ làm việc.",
        ),
        (
            [RECEIVE, PROCESS, RECEIVE, ISSUE, RETURN],
            "Dòng 3: loại bước này không đặt được ở đây.",
        ),
        (
            [RECEIVE, replace(PROCESS, kind=StepKind.SUPPLEMENT), ISSUE, RETURN],
            "Dòng 2: loại bước này không đặt được ở đây.",
        ),
        (
            [RECEIVE, replace(PROCESS, at="nowhere"), ISSUE, RETURN],
            "Dòng 2: không rõ bước làm ở cơ quan nào.",
        ),
    ],
)
def test_a_process_that_could_not_carry_a_dossier_is_refused(steps, sentence):
    with pytest.raises(Refused) as refused:
        check(steps)
    assert (str(refused.value), refused.value.field) == (sentence, "steps")


def test_the_shortest_process_receives_issues_and_returns():
    check([RECEIVE, ISSUE, RETURN])
    check(COMMUNE_STEPS)


@pytest.fixture
def cast(db):
    return stage.enter()


def published(procedure=None, steps=COMMUNE_STEPS, day=DAY, level="commune") -> ProcessVersion:
    return actions.publish(
        procedure=procedure,
        level=None if procedure else Level.objects.get(code=level),
        steps=steps,
        decision="QĐ 02",
        day=day,
    )


def other_steps() -> list[StepRow]:
    return [RECEIVE, replace(PROCESS, name="Thẩm tra"), ISSUE, RETURN]


def in_force(cast, day, procedure=None) -> int | None:
    procedure = procedure or cast.version.procedure
    query = process_in_force(procedure="procedure_id", agency_id=cast.commune.pk, day=day)
    return ProcedureVersion.objects.filter(procedure=procedure).annotate(process=query).first().process


def test_equal_rows_change_nothing(cast):
    before = ProcessVersion.objects.count()
    published()
    assert ProcessVersion.objects.count() == before


def test_other_rows_are_another_version_from_their_day_on(cast):
    first = in_force(cast, DAY)
    second = published(steps=other_steps())
    assert (second.n, second.valid_from) == (2, DAY)
    assert in_force(cast, DAY - timedelta(days=1)) == first
    assert in_force(cast, DAY) == second.pk


@pytest.mark.parametrize("day", [DAY, DAY - timedelta(days=1)])
def test_a_version_can_be_changed_from_the_day_after_it_began(cast, day):
    published(steps=other_steps())
    with pytest.raises(Refused) as refused:
        published(steps=COMMUNE_STEPS, day=day)
    assert str(refused.value) == (
        "Quy trình này đã có bản hiệu lực từ 02/11/2026; bản sửa có hiệu lực sớm nhất từ ngày hôm sau."
    )
    assert published(steps=COMMUNE_STEPS, day=DAY + timedelta(days=1)).n == 3


def test_a_procedures_own_process_comes_before_that_of_the_level(cast):
    own = published(cast.version.procedure, steps=other_steps())
    assert in_force(cast, DAY) == own.pk
    assert in_force(cast, DAY - timedelta(days=1)) != own.pk


def test_the_process_of_another_level_is_not_taken(cast):
    published(steps=other_steps(), level="province")
    assert steps_of(in_force(cast, DAY))[1].name == "Thụ lý"


def test_a_published_version_keeps_its_rows(cast):
    first = in_force(cast, DAY)
    published(steps=other_steps())
    assert [s.name for s in steps_of(first)] == [s.name for s in COMMUNE_STEPS]


def test_steps_follow_each_other_by_their_rows(cast):
    rows = steps_of(in_force(cast, DAY))
    assert [[after.n for after in steps_after(step)] for step in rows] == [[2], [3], [4], [5], []]
    assert [[before.n for before in steps_before(step)] for step in rows[:4]] == [[], [], [2], [2, 3]]
    assert first_of(rows[0], StepKind.ISSUE).n == 4
