"""The doctor finds each thing that can be wrong, says what to do, and finds nothing in a healthy house."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from motcua.accounts.models import Account
from motcua.casework.file import file, file_and_accept
from motcua.casework.reads import gaps as gaps_module
from motcua.casework.reads.gaps import gaps
from motcua.cli import doctor, doctor_house, doctor_machine
from motcua.cli.doctor import examined
from motcua.cli.findings import Finding, megabytes
from motcua.dossiers.models import Dossier
from motcua.journal.models import Payload
from motcua.offices import snapshot
from motcua.offices.models import OfficeHours, Post, SpecialDay
from motcua.offices.roles import Role
from motcua.outbox.actions import Promise, promise
from motcua.outbox.models import Job, Run
from motcua.proofs import actions as proofs
from motcua.web.ui import moments
from motcua.workflow.models import ProcessVersion
from tests import cast as stage
from tests.cast import moment
from tests.cli.houses import drop_databases, new_house

TODAY = moment("2026-11-20 09:00")


@pytest.fixture
def cast(db):
    with time_machine.travel(TODAY, tick=False):
        yield stage.enter()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The data folder of the checks."""
    for module in (doctor_machine, doctor_house):
        monkeypatch.setattr(module, "DATA_DIR", tmp_path)
    return tmp_path


def wrong(finding: Finding) -> str:
    """What is said of something that is not fine, with advice."""
    assert not finding.fine and finding.advice
    assert finding.line().startswith("✗ ") and finding.advice in finding.line()
    return finding.says


def test_a_new_installation_is_healthy_and_says_so_for_people_and_programs(tmp_path):
    house = new_house(tmp_path / "data")
    lines = house.says("doctor").splitlines()
    assert len(lines) == len(doctor.CHECKS) and all(line.startswith("✓ ") for line in lines)
    found = json.loads(house.says("doctor", "--json"))
    assert {f["about"] for f in found} >= {"Python", "Cơ sở dữ liệu", "Sao lưu", "Nhật ký"}
    assert all(f["fine"] for f in found)
    (house.data / "secret-key").chmod(0o644)
    assert house.motcua("doctor").returncode == 1
    drop_databases()


@pytest.mark.django_db
def test_a_check_that_fails_itself_is_told_and_does_not_stop_the_others():
    def broken():
        raise ZeroDivisionError("giữa chừng")

    first, second = examined([broken, doctor_machine.python])
    assert not first.fine and "ZeroDivisionError: giữa chừng" in first.says and second.fine


@pytest.mark.parametrize(("n", "said"), [(3_400_000_000, "3,4 GB"), (12_345_678, "12 MB")])
def test_sizes_are_written_for_people(n, said):
    assert megabytes(n) == said


def test_an_old_python_is_found(monkeypatch):
    monkeypatch.setattr(doctor_machine.sys, "version_info", (3, 10, 2))
    assert wrong(doctor_machine.python()) == "3.10.2"


@pytest.mark.django_db
def test_an_old_database_is_found(monkeypatch):
    assert doctor_machine.database().fine
    monkeypatch.setattr(doctor_machine, "OLDEST", {"sqlite": (99,), "postgresql": (99,)})
    wrong(doctor_machine.database())


@pytest.mark.django_db
def test_tables_that_are_behind_are_found(monkeypatch):
    assert doctor_machine.migrations().fine
    monkeypatch.setattr(doctor_machine.MigrationExecutor, "migration_plan", lambda self, targets: [1, 2])
    assert wrong(doctor_machine.migrations()) == "còn 2 bước chưa áp dụng"


def test_a_data_folder_that_is_full_or_locked_is_found(folder, monkeypatch):
    assert doctor_machine.data_folder().fine
    monkeypatch.setattr(doctor_machine.shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000_000))
    assert "còn trống 1 MB" in wrong(doctor_machine.data_folder())
    monkeypatch.setattr(doctor_machine, "DATA_DIR", folder / "none")
    assert "không ghi được" in wrong(doctor_machine.data_folder())


def test_a_key_that_others_can_read_is_found(folder):
    key = folder / "secret-key"
    key.write_text("k")
    key.chmod(0o640)
    assert "quyền 640" in wrong(doctor_machine.secret_key())
    key.chmod(0o600)
    assert doctor_machine.secret_key().fine


def test_a_machine_without_a_vietnamese_letter_is_found(monkeypatch):
    assert doctor_machine.fonts().fine
    monkeypatch.setattr(doctor_machine, "LETTERS", ["Không Có"])
    wrong(doctor_machine.fonts())


def test_static_files_that_were_never_collected_are_found_once_it_ran(folder, settings):
    settings.STATIC_ROOT = folder / "static"
    assert doctor_machine.static_files().fine
    (folder / "run.lock").write_text("")
    wrong(doctor_machine.static_files())
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    assert doctor_machine.static_files().fine


def test_a_clock_behind_the_journal_is_found(cast, monkeypatch):
    monkeypatch.setattr(doctor_machine, "connection", SimpleNamespace(vendor="sqlite"))  # the clock of the test stands
    assert doctor_machine.clock().fine
    file(stage.intake(cast), by=cast.lan, at=TODAY + timedelta(hours=2))
    assert "nhưng nhật ký đã ghi lúc 11:00 20/11/2026" in wrong(doctor_machine.clock())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no clock of its own")
def test_a_clock_that_differs_from_the_database_is_found(db):
    with time_machine.travel(timezone.now() - timedelta(minutes=3)):
        assert "máy cơ sở dữ liệu" in wrong(doctor_machine.clock())


@pytest.fixture
def job(cast, folder):
    """A job promised ten minutes ago, in a house where the worker was seen then."""
    Run.objects.create(timetable="journal.anchor", period="x", claimed_at=TODAY - timedelta(minutes=10))
    promise([Promise("slip.archive")], at=TODAY - timedelta(minutes=10))
    return Job.objects.get()


def test_work_that_nobody_does_is_found(job):
    assert wrong(doctor_house.worker()) == "1 việc đã quá hạn hơn 5 phút mà không ai làm"


@pytest.mark.parametrize("sign", ["lease", "done"])
def test_work_that_waits_while_other_work_is_done_is_fine(job, sign):
    promise([Promise("slip.archive")], at=TODAY - timedelta(minutes=10))
    other = Job.objects.exclude(pk=job.pk)
    other.update(**({"done_at": TODAY} if sign == "done" else {"lease_until": TODAY + timedelta(minutes=1)}))
    assert doctor_house.worker().says == "1 việc đang chờ đến lượt"


def test_where_no_worker_ever_ran_nobody_waits_for_one(job):
    Run.objects.all().delete()
    assert doctor_house.worker() == Finding("Việc nền", True, "chưa chạy lần nào; 1 việc đang chờ")


def test_a_timetable_that_stands_still_while_motcua_runs_is_found(job, monkeypatch):
    Job.objects.all().delete()
    assert doctor_house.worker().fine
    Run.objects.update(claimed_at=TODAY - timedelta(minutes=12))
    assert doctor_house.worker().fine
    monkeypatch.setattr(doctor_house, "is_running", lambda folder: True)
    assert "dừng từ 08:48 20/11/2026" in wrong(doctor_house.worker())


def test_a_job_that_was_given_up_is_found(job):
    assert doctor_house.dead_jobs().fine
    Job.objects.update(dead_at=TODAY)
    assert wrong(doctor_house.dead_jobs()) == "1 việc đã thất bại: slip.archive"


def test_dossiers_that_are_in_no_backup_are_found(cast, folder):
    assert doctor_house.backup().fine
    file(stage.intake(cast), by=cast.lan, at=TODAY - timedelta(days=1))
    assert doctor_house.backup().fine
    file(stage.intake(cast), by=cast.lan, at=TODAY - timedelta(days=3))
    assert wrong(doctor_house.backup()).startswith("chưa có bản sao lưu nào; 2 hồ sơ")
    (folder / "last-backup.json").write_text('{"at":"2026-11-18T01:00:00.000000Z"}')
    assert doctor_house.backup() == Finding("Sao lưu", True, "lần cuối 08:00 18/11/2026")
    Dossier.objects.update(origin="demo")
    (folder / "last-backup.json").unlink()
    assert doctor_house.backup().fine


def test_a_year_without_days_off_is_found(cast):
    assert doctor_house.calendar().says == "đã có ngày nghỉ của năm 2026"
    SpecialDay.objects.update(withdrawn_at=TODAY)
    assert "của năm 2026" in wrong(doctor_house.calendar())


def test_in_december_the_next_year_must_be_known(cast):
    with time_machine.travel(moment("2026-12-01 08:00"), tick=False):
        assert "của năm 2027" in wrong(doctor_house.calendar())


def test_an_office_without_hours_is_found(cast):
    OfficeHours.objects.all().delete()
    assert wrong(doctor_house.calendar()) == "chưa có giờ làm việc"


def test_a_changed_journal_is_found_in_the_sample(cast):
    code = file(stage.intake(cast), by=cast.lan, at=TODAY).code
    assert doctor_house.journal().fine
    Payload.objects.filter(event__stream=Dossier.objects.get(code=code).stream).update(body="{}")
    assert f"trước hết: hồ sơ {code}: nội dung của sự kiện 1 đã bị sửa" in wrong(doctor_house.journal())


def test_demo_accounts_on_an_open_door_are_found(cast, monkeypatch):
    monkeypatch.setattr(doctor_house.environment, "BIND", "0.0.0.0")
    assert doctor_house.demo_accounts().fine
    Account.objects.filter(username="lan").update(demo=True)
    assert wrong(doctor_house.demo_accounts()).startswith("1 tài khoản")
    for own in ("127.0.0.1", "::1", "localhost"):
        monkeypatch.setattr(doctor_house.environment, "BIND", own)
        assert doctor_house.demo_accounts().fine


def test_a_step_without_people_is_found(cast):
    assert doctor_house.people().fine
    Post.objects.filter(role=Role.SIGNER, agency=cast.commune).delete()
    assert "Ủy ban nhân dân xã Ba Tơ thiếu vị trí Lãnh đạo ký cho 1 thủ tục" in wrong(doctor_house.people())


def test_people_who_were_shut_out_are_no_people(cast):
    Account.objects.filter(username="roi").update(is_active=False)
    (gap,) = gaps(snapshot.present(), day=TODAY.date())
    assert (gap.agency.pk, gap.role, gap.procedures) == (cast.commune.pk, Role.CLERK, ("1.000689",))


def test_a_procedure_without_process_is_found(cast):
    ProcessVersion.objects.filter(process__level=cast.commune.level).update(valid_to=TODAY.date())
    (gap,) = gaps(snapshot.present(), day=TODAY.date())
    assert (gap.agency.pk, gap.role) == (cast.commune.pk, None)
    assert "thiếu quy trình" in wrong(doctor_house.people())


def test_a_counter_at_which_nobody_receives_has_no_gaps(cast):
    Post.objects.filter(agency=cast.counter, role=Role.RECEIVER).delete()
    Post.objects.filter(agency=cast.commune).delete()
    assert gaps(snapshot.present(), day=TODAY.date()) == []


def test_gaps_are_found_in_the_same_few_statements_however_many_procedures_there_are(cast, django_assert_num_queries):
    offices = snapshot.present()
    for n in range(5):
        stage.publish_procedure(code=f"1.00000{n}")
    Post.objects.filter(role=Role.CLERK).delete()
    with django_assert_num_queries(4):
        (gap,) = gaps_module.gaps(offices, day=TODAY.date())
    assert len(gap.procedures) == 6


# Codes for citizens


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sms", "mail", "demo", "said"),
    [
        ("http://x", True, False, "gửi bằng tin nhắn và thư điện tử"),
        ("", True, False, "gửi bằng thư điện tử"),
        ("http://x", False, True, "gửi bằng tin nhắn;"),
        ("", False, True, "nhật ký của máy chủ"),
        ("", False, False, "chưa xem được tiến trình"),
    ],
)
def test_it_is_said_how_citizens_get_their_codes(settings, sms, mail, demo, said):
    settings.SMS_URL, settings.MAIL, settings.DEMO = sms, mail, demo
    finding = doctor_house.citizens_codes()
    assert finding.fine and said in finding.says


def test_codes_that_reached_nobody_are_found(cast, settings):
    settings.SMS_URL = "http://x"
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=moments.now())
    ask = {"dossier_id": dossier.pk, "contact": "a", "caller": "b", "matched": True, "language": "vi"}
    proof = proofs.ask(**ask, at=moments.now())
    assert doctor_house.citizens_codes().fine
    proofs.failed(proof.pk, error="422", at=moments.now())
    assert "1 mã không gửi được" in wrong(doctor_house.citizens_codes())
