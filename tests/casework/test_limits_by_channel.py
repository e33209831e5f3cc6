"""Limits that are for one way of handing in alone: who is judged by which, at filing, at acceptance and afterwards."""

import pytest

from motcua.casework.accept import accept
from motcua.casework.amend import Amendment, amend
from motcua.casework.change_case import Evidence, change_case
from motcua.casework.file import file, file_and_accept
from motcua.casework.limit_cases import limit_words
from motcua.casework.reads.explanation import explained
from motcua.casework.reads.limit_cases import choices
from motcua.casework.reads.procedures import offer
from motcua.deadlines.clocks import Clock
from motcua.deadlines.queries import case_number, case_of, limit_of
from motcua.dossiers.models import Dossier
from motcua.offices import snapshot
from motcua.papers.models import Slip
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 08:00")
CODE = "1.000894"
OWN = {
    "amount": 10, "unit": "working_day", "text": "10 ngày", "channels": ["direct", "post"],
    "legal_basis": "khoản 1 Điều 5 Nghị định 1/2020/NĐ-CP",
}  # fmt: skip
CASES = [
    {"name": "Trường hợp phải xác minh", "amount": 15, "unit": "working_day"},
    {"name": "Nộp trực tuyến", "amount": 7, "unit": "working_day", "channels": ["online"], "legal_basis": "Điều 6"},
    {"name": "Nộp qua bưu chính có xác minh", "amount": 20, "unit": "working_day", "channels": ["post"]},
]


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def version(cast):
    return stage.procedure_in_cases(CASES, limit=OWN)


def received(cast, version, **changes):
    intake = stage.intake(cast, version_id=version.pk, **changes)
    return file_and_accept(intake, by=cast.lan, at=MONDAY)


@pytest.mark.parametrize(
    ("channel", "asked", "n", "days"),
    [
        ("direct", 0, 0, 10), ("post", 0, 0, 10), ("online", 0, 2, 7), ("online", 2, 2, 7),
        ("direct", 1, 1, 15), ("online", 1, 1, 15), ("post", 3, 3, 20),
    ],
)  # fmt: skip
def test_a_dossier_is_judged_by_what_is_for_its_way_of_handing_in(cast, version, channel, asked, n, days):
    dossier = received(cast, version, channel=channel, case=asked)
    assert (case_number(case_of(dossier)), limit_of(dossier).amount) == (n, days)
    check_all()


@pytest.mark.parametrize(
    ("channel", "asked", "said"),
    [
        ("direct", 2, "Trường hợp “Nộp trực tuyến” chỉ dành cho hồ sơ nộp trực tuyến. Hãy chọn lại trường hợp."),
        ("online", 3, "chỉ dành cho hồ sơ nộp qua dịch vụ bưu chính công ích"),
    ],
)
def test_a_case_of_another_way_of_handing_in_is_refused_at_its_field(cast, version, channel, asked, said):
    sentence, field = refused(lambda: received(cast, version, channel=channel, case=asked))
    assert said in sentence and field == "case"
    assert not Dossier.objects.exists()


def test_at_acceptance_and_at_the_desk_too(cast, version):
    code = file(stage.intake(cast, version_id=version.pk, channel="online"), by=cast.lan, at=MONDAY).code
    assert refused(lambda: accept(code, by=cast.lan, at=MONDAY, case_n=3))[1] == "case"
    accept(code, by=cast.lan, at=MONDAY, case_n=0)
    assert case_number(case_of(Dossier.objects.get(code=code))) == 2
    to = {"ground": "Điều 5", "evidence": Evidence("12/BC"), "by": cast.son, "at": moment("2026-11-03 08:00")}
    assert refused(lambda: change_case(code, to=3, **to))[1] == "to"
    assert "theo trường hợp này rồi" in refused(lambda: change_case(code, to=0, **to))[0]
    change_case(code, to=1, **to)
    assert limit_of(Dossier.objects.get(code=code)).amount == 15
    check_all()


def test_another_procedure_judges_by_its_own_limits_for_that_way(cast, version):
    code = file(stage.intake(cast, channel="online"), by=cast.lan, at=MONDAY).code
    papers = stage.intake(cast).papers
    amend(code, by=cast.lan, at=MONDAY, reason="Chọn nhầm", change=Amendment(version_id=version.pk, papers=papers))
    assert case_number(case_of(Dossier.objects.get(code=code))) == 2
    check_all()


def test_what_is_offered_is_for_the_ways_that_a_counter_knows(cast, version):
    assert [row.n for row in choices(version, "direct")] == [0, 1]
    assert [row.n for row in choices(version, "online")] == [1, 2]
    offered = offer(CODE, counter_id=cast.counter.pk, offices=snapshot.present(), at=MONDAY, case=2, channel="post")
    assert ([row.n for row in offered.cases], offered.case) == ([0, 1, 3], None)
    online = offer(CODE, counter_id=cast.counter.pk, offices=snapshot.present(), at=MONDAY, channel="online")
    assert online.case.n == 2


def test_the_receipt_and_the_explanation_say_what_gives_the_limit(cast, version):
    dossier = received(cast, version, channel="online")
    assert Slip.objects.get(form="01").content["limit"] == "7 ngày làm việc (nộp trực tuyến), theo Điều 6"
    found = explained(dossier.code, snapshot.present())
    assert found.case.limit_basis == "Điều 6"
    assert found.readings[Clock.LEGAL].due.moment == dossier.due_at
    own = "10 ngày làm việc (nộp trực tiếp, qua dịch vụ bưu chính công ích), theo khoản 1 Điều 5 Nghị định 1/2020/NĐ-CP"
    assert str(limit_words(version)) == own
