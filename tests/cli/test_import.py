"""`motcua import` as someone at a terminal runs it: what it prints, how it ends, what it leaves."""

import csv
import json
import re
import stat
import subprocess
from argparse import Namespace
from io import StringIO
from pathlib import Path

import pytest

from motcua.accounts.models import Account
from motcua.casework.imports import staff, units
from motcua.casework.shadows import Noted, note_shadow
from motcua.catalogue.models import Procedure
from motcua.cli import imports
from motcua.cli.imports import run_dossiers, run_procedures, run_shadows, run_staff, run_units
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.shadows.models import Shadow
from tests import cast as stage
from tests.cast import procedure_line
from tests.cli.terminal import complaint, motcua

GOOD = json.dumps(procedure_line(), ensure_ascii=False)


def asked(file: Path, *, dry: bool = False, as_json: bool = False, **more: object) -> Namespace:
    return Namespace(**{"file": file, "dry_run": dry, "json": as_json, "limits": None, "sheet": None} | more)


def table(columns: tuple[str, ...], *rows: dict[str, str]) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def procedures(tmp_path) -> Path:
    file = tmp_path / "thu-tuc.jsonl"
    file.write_text(
        f'{GOOD}\n{{"code": "1.000002"\n{{"code": "1.000003", "name": "Thủ tục chưa đủ"}}\n', encoding="utf-8"
    )
    return file


@pytest.fixture
def people(tmp_path) -> Path:
    rows = [
        {"username": "hue", "full_name": "Y H’Huệ", "agency_code": "H48.148", "role": role, "from": "2026-01-01"}
        for role in ("clerk", "specialist")
    ]
    file = tmp_path / "nhan-su.csv"
    file.write_text(table(staff.COLUMNS, *rows), encoding="utf-8")
    return file


# At the terminal, from an empty data folder


def at_home(*words: str, data: Path) -> subprocess.CompletedProcess[bytes]:
    """Run with SQLite in `data`: a server of the tests is one for all of them, and empty for none."""
    return motcua(*words, data=data, env={"DATABASE_URL": ""})


def test_a_file_goes_into_an_empty_data_folder_and_bad_lines_are_named(procedures, tmp_path) -> None:
    done = at_home("import", "procedures", str(procedures), data=tmp_path / "data")
    assert done.returncode == 0
    assert re.search(r"^  mới +2$", done.stdout.decode(), re.M)
    assert re.search(r"^dòng 2: .+JSON.+\n\Z", done.stderr.decode())


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A data folder with its tables. Making them is most of what a command in an empty one does."""
    data = tmp_path_factory.mktemp("import") / "data"
    assert motcua("prepare", data=data, env={"DATABASE_URL": "", "MOTCUA_DEMO": "0"}).returncode == 0
    return data


def test_what_json_says_is_what_came_of_it(procedures, made) -> None:
    done = at_home("import", "procedures", str(procedures), "--json", "--dry-run", data=made)
    said = json.loads(done.stdout)
    assert (said["dry_run"], said["new"], said["receivable"], said["published_only"]) == (True, 2, 1, 1)
    assert [line["line"] for line in said["refused"]] == [2]
    assert "\\u" not in done.stdout.decode()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("procedures", "khong-co.jsonl"), "khong-co.jsonl"),
        (("procedures", "."), "thư mục"),
        (("procedures", "trong.jsonl"), "trống"),
        (("procedures", "hong.jsonl"), "dòng 1"),
        (("units", "sai-cot.csv"), "short_name"),
        (("staff", "sai-cot.csv"), "username"),
        (("procedures", "tot.jsonl", "--limits", "khong-co.csv"), "khong-co.csv"),
        (("procedures", "tot.jsonl", "--limits", "sai-cot.csv"), "amount"),
        (("procedures",), "TỆP"),
        (("people", "tot.jsonl"), "people"),
        ((), "LOẠI"),
    ],
)
def test_what_cannot_be_used_ends_in_one_line_and_code_2(words, why, tmp_path, made) -> None:
    (tmp_path / "trong.jsonl").write_bytes(b"\n")
    (tmp_path / "hong.jsonl").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "sai-cot.csv").write_text("code,name\n01,Tỉnh\n")
    (tmp_path / "tot.jsonl").write_text(GOOD)
    placed = [str(tmp_path / w) if w.endswith((".jsonl", ".csv", ".")) else w for w in words]
    done = at_home("import", *placed, data=made)
    assert done.returncode == 2
    assert why in complaint(done)


# The commands themselves


@pytest.mark.django_db
def test_a_try_out_says_the_same_and_leaves_nothing(procedures, capsys) -> None:
    before = Event.objects.count()
    assert run_procedures(asked(procedures, dry=True, as_json=True)) == 0
    tried = json.loads(capsys.readouterr().out)
    assert (Procedure.objects.count(), Event.objects.count()) == (0, before)
    assert run_procedures(asked(procedures, as_json=True)) == 0
    assert json.loads(capsys.readouterr().out) == tried | {"dry_run": False}
    assert Procedure.objects.count() == 2


@pytest.mark.django_db
def test_a_try_out_of_agencies_leaves_nothing(tmp_path, capsys) -> None:
    file = tmp_path / "co-quan.csv"
    row = {"code": "H48", "name": "UBND tỉnh", "kind": "province_committee", "level": "province"}
    file.write_text(table(units.COLUMNS, row), encoding="utf-8")
    assert run_units(asked(file, dry=True)) == 0
    assert "chạy thử" in capsys.readouterr().out
    assert not Agency.objects.exists()


@pytest.mark.django_db
def test_what_is_imported_is_marked_in_the_journal(procedures, capsys) -> None:
    run_procedures(asked(procedures))
    assert set(Event.objects.values_list("kind", "origin")) == {("procedure.published", "import")}


@pytest.mark.django_db
def test_passwords_stand_on_a_sheet_that_its_owner_alone_can_read(people, tmp_path, capsys) -> None:
    stage.enter()
    sheet = tmp_path / "phieu.html"
    assert run_staff(asked(people, sheet=sheet)) == 0
    page = sheet.read_text(encoding="utf-8")
    (password,) = re.findall(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", page)
    assert Account.objects.get(username="hue").check_password(password)
    assert "Y H’Huệ" in page
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    said = capsys.readouterr()
    assert str(sheet) in said.out and password not in said.out + said.err


@pytest.mark.django_db
def test_without_a_name_the_sheet_lies_beside_the_data(people, tmp_path, capsys, monkeypatch) -> None:
    stage.enter()
    monkeypatch.setattr("motcua.cli.password_sheet.DATA_DIR", tmp_path)
    run_staff(asked(people))
    assert len(list(tmp_path.glob("mat-khau-*.html"))) == 1


@pytest.mark.django_db
def test_a_sheet_never_overwrites_another_and_then_nothing_is_imported(people, tmp_path) -> None:
    stage.enter()
    sheet = tmp_path / "phieu.html"
    sheet.write_text("của người khác")
    with pytest.raises(FileExistsError):
        run_staff(asked(people, sheet=sheet))
    assert sheet.read_text() == "của người khác"
    assert not Account.objects.filter(username="hue").exists()


@pytest.mark.django_db
def test_a_sheet_whose_passwords_do_not_count_is_taken_away(people, tmp_path, monkeypatch) -> None:
    stage.enter()

    def fails(*args: object) -> None:
        raise OSError("đĩa hỏng")

    monkeypatch.setattr(imports, "_end", fails)
    with pytest.raises(OSError, match="đĩa hỏng"):
        run_staff(asked(people, sheet=tmp_path / "phieu.html"))
    assert not (tmp_path / "phieu.html").exists()
    assert not Account.objects.filter(username="hue").exists()


@pytest.mark.django_db
def test_a_try_out_of_staff_writes_no_sheet(people, tmp_path, capsys) -> None:
    stage.enter()
    assert run_staff(asked(people, dry=True, sheet=tmp_path / "phieu.html")) == 0
    assert not (tmp_path / "phieu.html").exists()
    assert not Account.objects.filter(username="hue").exists()


@pytest.mark.django_db
def test_a_file_of_which_no_line_is_good_is_refused_with_the_first_reason(tmp_path) -> None:
    file = tmp_path / "hong.jsonl"
    file.write_text('{"code": "1.000001"}\n{}\n')
    with pytest.raises(Refused, match=r"2 dòng.*dòng 1: Thiếu tên"):
        run_procedures(asked(file))


# Dossiers of other systems

OLD = {
    "source": "Phần mềm cũ", "code": "OLD-0001", "procedure": "1.000689", "agency": "H48.148",
    "applicant": {"name": "Phạm Văn Đồng Xuân"}, "accepted_at": "2026-01-05T09:00", "due_at": "2026-01-09T17:00",
    "step": "Thụ lý", "holder": "minh",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("dry", [True, False])
def test_open_dossiers_of_an_older_system_go_in_and_bad_lines_are_named(tmp_path, capsys, clock, dry) -> None:
    clock.move_to(stage.moment("2026-11-20 09:00"))
    stage.enter()
    file = tmp_path / "ho-so.jsonl"
    lines = [OLD, OLD | {"code": "OLD-0002", "step": "Không có"}]
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert run_dossiers(asked(file, dry=dry)) == 0
    said = capsys.readouterr()
    assert re.search(r"mới +1$", said.out, re.M) and said.err.startswith("dòng 2: Quy trình không có đúng một bước")
    assert Dossier.objects.count() == (0 if dry else 1)


@pytest.mark.django_db
def test_news_of_what_is_followed_for_others_go_in(tmp_path, capsys, clock) -> None:
    clock.move_to(stage.moment("2026-11-20 09:00"))
    cast = stage.enter()
    version = stage.publish_procedure(code="1.000702", authority_system="VNeID")
    note_shadow(Noted(version.pk, cast.counter.pk, "X-1000"), by=cast.lan, at=stage.moment("2026-11-19 09:00"))
    file = tmp_path / "tin.csv"
    file.write_text("system,code,state,at\nVNeID,X-1000,result,2026-11-19T15:00\n", encoding="utf-8")
    assert run_shadows(asked(file)) == 0
    assert re.search(r"thay đổi +1$", capsys.readouterr().out, re.M)
    assert Shadow.objects.get().state == "result"
