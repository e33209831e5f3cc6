"""Large registers as files: ordered by a press, written by the worker, fetched by who ordered them and nobody else."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.storage import storages
from django.db import connection

from motcua.casework import register_files
from motcua.casework.file import file_and_accept
from motcua.casework.jobs import tidy
from motcua.cli import worker
from motcua.outbox.models import Job
from motcua.papers.models import RegisterSheet
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 09:00")
KEY = "mot-khoa-du-dai"
REGISTER = "/so-theo-doi/"


@pytest.fixture
def cast(clock, monkeypatch):
    clock.move_to(AT)
    monkeypatch.setattr(register_files, "AT_ONCE", 1)
    monkeypatch.setattr(register_files, "TOLD_EVERY", 1)
    return stage.enter()


@pytest.fixture
def codes(cast):
    return [file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code for _ in range(3)]


def ordered(client, cast, key=KEY, **narrowed):
    sent = {"key": key, "quay": cast.counter.pk, "nam": "2026"} | narrowed
    return client.post(f"{REGISTER}tep/", sent)["Location"]


def work() -> None:
    Job.objects.exclude(kind=register_files.MAKE).delete()
    assert worker.work_one("w")


def cells(answer) -> str:
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_a_large_register_is_written_by_the_worker_and_fetched_afterwards(client, cast, codes):
    signed_in(client, cast, "lan")
    page = client.get(REGISTER).content.decode()
    assert "Lập tệp bảng tính" in page and "Tải sổ (XLSX)" not in page
    address = ordered(client, cast)
    waiting = client.get(address).content.decode()
    assert "0 / 3 (0 %)" in waiting and 'hx-trigger="every 2s"' in waiting
    assert client.get(f"{address[:-1]}.xlsx").status_code == 404
    work()
    done = client.get(address).content.decode()
    assert "có 3 dòng" in done and "hx-trigger" not in done.split('id="making"')[1].split(">")[0]
    found = cells(client.get(f"{address[:-1]}.xlsx"))
    assert all(code in found for code in codes)
    assert address in client.get(REGISTER).content.decode()


def test_it_holds_what_the_page_was_narrowed_to(client, cast, codes):
    signed_in(client, cast, "lan")
    address = ordered(client, cast, q=codes[1], tu="19/11/2026")
    work()
    found = cells(client.get(f"{address[:-1]}.xlsx"))
    assert codes[1] in found and codes[0] not in found
    assert f"q={codes[1]}" in client.get(address).content.decode()


def test_a_small_register_comes_at_once_and_a_large_one_leads_to_the_order(client, cast, codes, monkeypatch):
    signed_in(client, cast, "lan")
    assert client.get(f"{REGISTER}so.xlsx?mo=on")["Location"] == f"{REGISTER}?mo=on#bang-tinh"
    monkeypatch.setattr(register_files, "AT_ONCE", 3)
    assert codes[0] in cells(client.get(f"{REGISTER}so.xlsx"))
    assert "Tải sổ (XLSX)" in client.get(REGISTER).content.decode()


def test_nobody_else_sees_it_not_even_at_the_same_counter(client, cast, codes):
    signed_in(client, cast, "lan")
    address = ordered(client, cast)
    work()
    signed_in(client, cast, "hanh")
    assert client.get(REGISTER).status_code == 200 and address not in client.get(REGISTER).content.decode()
    assert client.get(address).status_code == client.get(f"{address[:-1]}.xlsx").status_code == 404


def test_whoever_left_the_counter_cannot_fetch_it_any_more(client, cast, codes):
    signed_in(client, cast, "lan")
    address = ordered(client, cast)
    work()
    cast.people["lan"].posts.update(valid_to=AT.date())
    assert client.get(f"{address[:-1]}.xlsx").status_code == 404


def test_an_outsider_orders_nothing(client, cast, codes):
    signed_in(client, cast, "quang")
    assert client.post(f"{REGISTER}tep/", {"key": KEY, "quay": cast.counter.pk, "nam": "2026"}).status_code == 404
    assert not RegisterSheet.objects.exists()


def test_the_same_question_asked_again_meanwhile_is_one_piece_of_work(client, cast, codes):
    signed_in(client, cast, "lan")
    assert ordered(client, cast) == ordered(client, cast, key=KEY + "2")
    assert ordered(client, cast, key=KEY + "3", mo="on") != ordered(client, cast, key=KEY + "4")
    assert Job.objects.filter(kind=register_files.MAKE).count() == 2


def test_it_is_written_while_no_transaction_is_open_and_keeps_its_lease(client, cast, codes, clock, monkeypatch):
    signed_in(client, cast, "lan")
    ordered(client, cast)
    outer, seen = len(connection.savepoint_ids), []
    real = register_files.move_sheet

    def moved(pk, *, done, at):
        job = Job.objects.get(kind=register_files.MAKE)
        seen.append((len(connection.savepoint_ids) - outer, done, job.lease_until - at))
        clock.move_to(at + timedelta(seconds=100))
        real(pk, done=done, at=at)

    monkeypatch.setattr(register_files, "move_sheet", moved)
    work()
    assert seen == [(0, n, timedelta(minutes=2)) for n in (1, 2, 3)]
    assert RegisterSheet.objects.get().ready_at == AT + timedelta(seconds=300)


def test_a_worker_that_lost_its_lease_stops_and_the_next_one_makes_it_whole(client, cast, codes, monkeypatch):
    signed_in(client, cast, "lan")
    ordered(client, cast)
    with monkeypatch.context() as lost:
        lost.setattr(worker.actions, "keep", lambda *given, **more: False)
        work()
    row = RegisterSheet.objects.get()
    assert row.ready_at is None and not storages["default"].exists(row.path)
    Job.objects.update(due_at=AT, lease_until=None)
    work()
    assert RegisterSheet.objects.get().ready_at is not None


def test_when_nothing_moves_for_long_the_page_says_what_to_do(client, cast, codes, clock):
    signed_in(client, cast, "lan")
    address = ordered(client, cast)
    clock.move_to(AT + timedelta(minutes=16))
    page = client.get(address).content.decode()
    assert "đang dừng" in page and "hx-trigger" not in page.split('id="making"')[1].split(">")[0]
    assert ordered(client, cast, key=KEY + "2") != address


def test_after_three_days_row_and_file_are_gone(client, cast, codes, clock):
    signed_in(client, cast, "lan")
    address = ordered(client, cast)
    work()
    path = RegisterSheet.objects.get().path
    assert storages["default"].exists(path)
    clock.move_to(AT + timedelta(days=3))
    signed_in(client, cast, "lan")
    assert client.get(f"{address[:-1]}.xlsx").status_code == 404
    tidy({}, AT + timedelta(days=3, minutes=1))
    assert not RegisterSheet.objects.exists() and not storages["default"].exists(path)
