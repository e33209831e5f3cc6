"""A land dossier through the hand-shake with the tax office, over real HTTP, however the office misbehaves."""

from datetime import timedelta

import pytest
import time_machine

from motcua.casework.deadline_audit import audit
from motcua.casework.file import file_and_accept
from motcua.casework.office.tokens import issue_token
from motcua.casework.rebuild import differences
from motcua.cli import worker
from motcua.correspondence.models import Exchanged
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.offices import snapshot
from motcua.outbox.models import Job
from motcua.web.ui import moments
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.cast import moment
from tests.exchange.offices import tax_office, until
from tests.web.desk_driver import Desk

MONDAY = moment("2026-11-02 09:00")  # 3 working days: due on Thursday the 5th at 17:00
DUE, PUT_OFF = moment("2026-11-05 17:00"), moment("2026-11-12 17:00")  # five working days were waited


@pytest.fixture
def cast(transactional_db):
    cast = stage.enter()
    stage.tax_office(cast)
    return cast


@pytest.fixture
def code(cast):
    land = stage.publish_procedure(code="1.012756", name="Thủ tục đăng ký đất đai", field="Đất đai")
    return file_and_accept(stage.intake(cast, version_id=land.pk), by=cast.lan, at=MONDAY).code


@pytest.fixture
def token(cast):
    return issue_token("thue", by="test", at=MONDAY, scopes=["tax-office"], days=60)[1]


@pytest.fixture
def clock():
    with time_machine.travel(moment("2026-11-03 10:00"), tick=True) as traveller:
        yield traveller


def asked(cast, code, clock, settings, server) -> None:
    """The desk sends the slip, and the worker tries until the office has it."""
    settings.TAX_OFFICE_URL, settings.TAX_OFFICE_TOKEN = server.url, "bi-mat"
    Desk(cast, moments.now().isoformat()[:16]).do("minh", code, "gui-co-quan-thue", parcel="Thửa 12, tờ bản đồ 3")
    for _ in range(4):
        work()
        clock.shift(timedelta(seconds=50))
    assert not Job.objects.filter(kind="tax.send", done_at__isnull=True).exists()


def work() -> None:
    """Do everything that is due."""
    while worker.work_one("w"):
        pass


def status(code) -> int:
    return Dossier.objects.get(code=code).status


def kinds(code) -> list[str]:
    stream = Dossier.objects.get(code=code).stream
    said = Event.objects.filter(stream=stream).order_by("n").values_list("kind", flat=True)
    return [kind for kind in said if kind.startswith(("tax", "hold"))]


def all_is_true() -> None:
    check_all()
    assert [audited for audited in audit(snapshot.present()) if audited.differs] == []
    assert [compared for compared in differences() if compared.found] == []


@pytest.mark.parametrize("ways", [(), ("twice",), ("error",), ("cut",), ("late",), ("error", "cut", "twice", "late")])
def test_the_time_waited_is_not_counted_however_the_office_behaves(
    cast, code, token, clock, settings, live_server, ways
):
    with tax_office(live_server.url, token, *ways, accepts="bi-mat") as server:
        asked(cast, code, clock, settings, server)
        assert until(lambda: status(code) == 6), server.office.answers
        assert server.office.slips and Dossier.objects.get(code=code).due_at is None
        clock.move_to(moment("2026-11-10 10:00"))
        server.office.pay(code)
        assert until(lambda: status(code) == 4), server.office.answers
        assert until(lambda: server.office._out.empty())
    assert Dossier.objects.get(code=code).due_at == PUT_OFF
    assert kinds(code) == ["tax.asked", "tax.noticed", "hold.begun", "tax.paid", "hold.ended"]
    assert list(Exchanged.objects.values_list("kind", "state")) == [
        ("slip", "answered"),
        ("notice", "paid"),
        ("proof", "done"),
    ]
    all_is_true()
    for hours, verb in enumerate(("advance", "advance", "advance", "resolve", "return_result"), 1):
        ACTS[verb](cast, code, moment("2026-11-12 08:00") + timedelta(hours=hours))
    assert Dossier.objects.get(code=code).finished_at < PUT_OFF
    all_is_true()


def test_a_proof_that_overtakes_its_notice_is_taken_when_it_comes_again(
    cast, code, token, clock, settings, live_server
):
    with tax_office(live_server.url, token, "reorder") as server:
        asked(cast, code, clock, settings, server)
        taken = lambda: any(name.startswith("proof") and said == 200 for name, said, _ in server.office.answers)  # noqa: E731
        assert until(taken), server.office.answers
        answers = [(name.partition("-")[0], answer) for name, answer, _ in server.office.answers]
    assert ("proof", 409) in answers and answers[-1] == ("proof", 200)
    assert kinds(code) == ["tax.asked", "tax.noticed", "hold.begun", "tax.paid", "hold.ended"]
    assert (status(code), Dossier.objects.get(code=code).due_at) == (4, DUE)
    all_is_true()


def test_less_than_the_duty_does_not_let_the_dossier_go_on(cast, code, token, clock, settings, live_server):
    with tax_office(live_server.url, token, "amount") as server:
        asked(cast, code, clock, settings, server)
        assert until(lambda: status(code) == 6)
        server.office.pay(code)
        assert until(lambda: status(code) == 4), server.office.answers
    assert kinds(code) == ["tax.asked", "tax.noticed", "hold.begun", "tax.paid", "tax.paid", "hold.ended"]
    all_is_true()


def test_nobody_there_leaves_the_slip_promised_and_says_so(cast, code, clock, settings):
    settings.TAX_OFFICE_URL = "http://127.0.0.1:9"
    desk = Desk(cast, moments.now().isoformat()[:16])
    desk.do("minh", code, "gui-co-quan-thue", parcel="Thửa 12")
    work()
    assert Exchanged.objects.get().state == "promised"
    said = desk.get("minh", f"/ho-so/{code}/").content.decode()
    assert "Chưa gửi được phiếu" in said and "Đã thử 1 lần" in said


def test_a_slip_that_is_refused_for_good_says_why(cast, code, token, clock, settings, live_server):
    with tax_office(live_server.url, token) as server:
        settings.TAX_OFFICE_URL = server.url
        ACTS["ask_tax"](cast, code, moments.now())
        slip = Exchanged.objects.get()
        Exchanged.objects.update(body=slip.body | {"parcel": ""})
        work()
    slip.refresh_from_db()
    assert (slip.state, slip.reason) == ("rejected", "400: Không đọc được phiếu.")


def test_a_wrong_token_is_tried_again_because_it_can_be_mended(cast, code, token, clock, settings, live_server):
    with tax_office(live_server.url, token, accepts="khac") as server:
        settings.TAX_OFFICE_URL, settings.TAX_OFFICE_TOKEN = server.url, "sai"
        ACTS["ask_tax"](cast, code, moments.now())
        work()
        job = Job.objects.get(kind="tax.send")
        assert job.done_at is None and "401" in job.error
        settings.TAX_OFFICE_TOKEN = "khac"
        clock.shift(timedelta(minutes=1))
        work()
        job.refresh_from_db()
        assert job.done_at is not None
