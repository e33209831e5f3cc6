"""`motcua catalogue` at a terminal: what it prints and what it refuses."""

import json
from datetime import date

import pytest

from motcua.casework.imports.workbook import pages
from motcua.casework.office import decisions as verbs
from motcua.casework.reads.decisions import items_of
from motcua.catalogue import actions as catalogue_actions
from motcua.catalogue.models import (
    Competence,
    Component,
    DecisionItem,
    HoldGround,
    LimitCase,
    LinkedMember,
    Procedure,
    ProcedureVersion,
    PublishingDecision,
)
from motcua.catalogue.published import read
from motcua.cli.main import main
from tests import cast as stage
from tests.casework.test_decisions import AT, head, publish, put
from tests.casework.test_import_spreadsheet import book, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cast(clock):
    clock.move_to(stage.moment("2026-11-19 09:00"))
    return stage.enter()


def test_a_search_prints_code_name_and_score_as_json(capsys):
    assert main(["catalogue", "search", "giấy khai sanh", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["code"] == "1.000689"
    assert found["name"].startswith("Thủ tục đăng ký khai sinh")
    assert 0 < found["score"] <= 1


def test_a_search_gives_no_more_than_was_asked_for(capsys):
    stage.publish_procedure(code="1.000001", name="Đăng ký khai sinh")
    assert main(["catalogue", "search", "khai sinh", "--limit", "1"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("1.000001")


def test_nothing_found_is_no_fault(capsys):
    assert main(["catalogue", "search", "qqqq", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "x"])
def test_a_limit_that_makes_no_sense_is_refused_in_one_line(limit, capsys):
    assert main(["catalogue", "search", "khai sinh", f"--limit={limit}"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


BIRTH = "1.000689"


@pytest.fixture
def amended(cast):
    """From 1 December the limit is the same day."""
    draft = verbs.begin(head(cast), by=cast.quan, at=AT)
    put(cast, draft)
    return publish(cast, draft)


def printed(capsys, *words):
    assert main(["catalogue", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_show_prints_the_version_in_force_on_the_day_and_the_decision_that_made_it(amended, capsys):
    before, after = (printed(capsys, "show", BIRTH, "--on", day) for day in ("2026-11-30", "2026-12-01"))
    assert (before["version"], before["limit"]["unit"], before["decision"]) == (1, "working_day", None)
    assert (after["version"], after["limit"]["unit"], after["decision"]["number"]) == (2, "same_day", "12/QĐ-UBND")
    assert after["components"][0]["name"] == "Tờ khai đăng ký khai sinh"


def test_diff_tells_what_changed_in_a_sentence(amended, capsys):
    found = printed(capsys, "diff", BIRTH, "--from", "2026-11-30", "--to", "2026-12-01")
    assert (found["from"]["version"], found["to"]["version"]) == (1, 2)
    assert found["changes"][0] == {
        "part": "limit", "how": "changed", "entry": "", "aspect": "",
        "before": "3 ngày làm việc", "after": "trong ngày",
        "text": "Thời hạn giải quyết: từ “3 ngày làm việc” thành “trong ngày”.",
    }  # fmt: skip
    assert printed(capsys, "diff", BIRTH, "--from", "2026-12-01", "--to", "2026-12-02")["changes"] == []


@pytest.mark.parametrize("words", [["show", "9.999999"], ["diff", "9.999999", "--from=2026-01-01", "--to=2026-02-01"],
                                   ["show", BIRTH, "--on", "2019-01-01"], ["show", BIRTH, "--on", "mai"],
                                   ["diff", BIRTH, "--from=2026-01-01"], ["show", "abc"]])  # fmt: skip
def test_what_cannot_be_shown_is_refused_in_a_sentence(words, capsys):
    assert main(["catalogue", *words]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_kon_tums_catalogue_of_2021_counts_as_the_province_printed_it(cast, capsys):
    """1,757 = 1,415 + 219 + 101 + 22 in common; 1,247 of them (203 + 1,044) services at levels 3 and 4, 71 percent."""
    catalogue_actions.set_many_competences({})
    ProcedureVersion.objects.update(valid_to="2020-01-01", valid_from="2019-01-01")
    shape = [["province"]] * 1415 + [["district"]] * 219 + [["commune"]] * 101 + [["district", "commune"]] * 22
    levels = [3] * 203 + [4] * 1044 + [2] * 510
    lines = [
        read(stage.procedure_line(code=f"2.{n:06}", levels=level, online_level=service))
        for n, (level, service) in enumerate(zip(shape, levels, strict=True), 1)
    ]
    catalogue_actions.publish_many(lines, day=date(2021, 1, 1), by="test", at=AT)
    found = printed(capsys, "counts", "--on", "2021-12-31")
    assert {name: counts["total"] for name, counts in found["levels"].items()} == {
        "province": 1415, "district": 219, "commune": 101, "common": 22,
    }  # fmt: skip
    assert found["total"] == 1757
    online = found["online"]
    assert (online["levels"]["3"], online["levels"]["4"], online["services"]) == (203, 1044, 1247)
    assert online["share_percent"] == 70.97
    assert online["classes"] == {"full": 1044, "partial": 203, "info": 510, "unknown": 0}
    assert printed(capsys, "counts", "--on", "2020-12-31")["online"]["share_percent"] is None


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def emptied():
    parts = (Component, LimitCase, HoldGround)
    for model in (DecisionItem, PublishingDecision, Competence, *parts, LinkedMember, ProcedureVersion):
        model.objects.all().delete()
    Procedure.objects.all().delete()


def test_export_then_import_into_an_empty_catalogue_then_export_is_the_same_byte_for_byte(amended, tmp_path, capsys):
    channels = {"channels": ["direct", "post"], "legal_basis": "Điều 5"}
    stage.procedure_in_cases(
        [*stage.CASES, {"name": "Nộp trực tuyến", "amount": 2, "unit": "working_day", "channels": ["online"]}],
        limit={"amount": 3, "unit": "working_day", "text": "03 ngày"} | channels,
        holds=[{"name": "Chờ xác minh", "basis": "Điều 16"}],
    )
    one, other = tmp_path / "one", tmp_path / "other"
    assert main(["catalogue", "export", str(one)]) == 0
    emptied()
    assert main(["catalogue", "import", str(one)]) == 0
    assert main(["catalogue", "export", str(other)]) == 0
    assert contents(one) == contents(other)
    assert {"procedures/1.000689.json", "procedures/1.000894.json"} <= contents(one).keys()
    assert LimitCase.objects.count() == 3
    assert HoldGround.objects.get().basis == "Điều 16"
    item = DecisionItem.objects.get()
    assert (item.before.n, item.version.n, item.decision.published_by) == (1, 2, None)
    assert Competence.objects.filter(procedure__code=BIRTH, agency_kind="commune_committee").exists()


def test_a_decision_that_came_with_a_package_says_what_its_versions_say(amended, tmp_path, capsys):
    main(["catalogue", "export", str(tmp_path / "a")])
    before = DecisionItem.objects.get()
    said = [str(change.sentence) for change in items_of([before])[0].changes]
    emptied()
    main(["catalogue", "import", str(tmp_path / "a")])
    item = DecisionItem.objects.get()
    assert item.content == {} and item.line == before.content
    assert said and [str(change.sentence) for change in items_of([item])[0].changes] == said


def test_importing_what_is_there_already_changes_nothing(amended, tmp_path, capsys):
    main(["catalogue", "export", str(tmp_path / "a")])
    before = list(ProcedureVersion.objects.values_list("pk", "digest"))
    capsys.readouterr()
    found = printed(capsys, "import", str(tmp_path / "a"))
    assert (found["new"], found["unchanged"], found["decisions"]) == (0, 1, 0)
    assert list(ProcedureVersion.objects.values_list("pk", "digest")) == before


def test_a_package_brings_what_came_after_what_is_here(amended, tmp_path, capsys):
    folder = tmp_path / "a"
    main(["catalogue", "export", str(folder)])
    emptied()
    stage.publish_procedure()
    capsys.readouterr()
    found = printed(capsys, "import", str(folder))
    assert (found["new"], found["changed"], found["decisions"]) == (0, 1, 1)
    rows = ProcedureVersion.objects.order_by("n").values_list("n", "valid_to")
    assert list(rows) == [(1, date(2026, 12, 1)), (2, None)]


def test_a_dry_run_of_an_import_writes_nothing(amended, tmp_path, capsys):
    main(["catalogue", "export", str(tmp_path / "a")])
    emptied()
    capsys.readouterr()
    assert printed(capsys, "import", str(tmp_path / "a"), "--dry-run")["new"] == 1
    assert not Procedure.objects.exists()


def changed(folder, **changes):
    path = folder / "procedures" / f"{BIRTH}.json"
    data = json.loads(path.read_text())
    data |= changes
    path.write_text(json.dumps(data))


@pytest.mark.parametrize(
    "spoil, said",
    [
        (lambda a: changed(a, code="1.000690"), "procedures/1.000689.json"),
        (lambda a: (a / "procedures" / f"{BIRTH}.json").unlink(), "thiếu tệp procedures/1.000689.json"),
        (lambda a: (a / "procedures" / "2.000001.json").write_text("{}"), "procedures/2.000001.json"),
        (lambda a: (a / "catalogue.json").write_text("x"), "catalogue.json"),
        (lambda a: (a / "catalogue.json").unlink(), "catalogue.json"),
    ],
)
def test_a_package_that_was_tampered_with_is_refused_and_nothing_is_applied(amended, tmp_path, capsys, spoil, said):
    folder = tmp_path / "a"
    main(["catalogue", "export", str(folder)])
    emptied()
    spoil(folder)
    assert main(["catalogue", "import", str(folder)]) == 2
    assert said in capsys.readouterr().err
    assert not Procedure.objects.exists()


def test_a_package_that_says_otherwise_of_a_version_that_is_here_is_refused(amended, tmp_path, capsys):
    folder = tmp_path / "a"
    main(["catalogue", "export", str(folder)])
    emptied()
    stage.publish_procedure(fee_text="10.000 đồng")
    assert main(["catalogue", "import", str(folder)]) == 2
    assert "1.000689" in capsys.readouterr().err


def test_the_template_is_written_and_an_empty_one_brings_nothing(tmp_path, capsys):
    file = tmp_path / "mau.xlsx"
    assert main(["catalogue", "template", str(file)]) == 0
    assert [page.name for page in pages(file.read_bytes())][:2] == ["Hướng dẫn", "Thủ tục"]
    assert main(["import", "procedures", str(file)]) == 2
    assert "không có thủ tục nào" in capsys.readouterr().err


def test_a_spreadsheet_with_bad_rows_brings_nothing_and_every_row_is_told(tmp_path, capsys):
    file = tmp_path / "thu-tuc.xlsx"
    sheets = filled()
    sheets["Thủ tục"][1][6] = "5"
    sheets["Thành phần hồ sơ"][1][2] = "một"
    file.write_bytes(book(sheets))
    assert main(["import", "procedures", str(file)]) == 2
    told = capsys.readouterr().err
    assert "“Thời hạn” phải là ô kiểu số" in told and "trang “Thành phần hồ sơ”" in told
    file.write_bytes(book(filled()))
    assert main(["import", "procedures", str(file), "--dry-run"]) == 0
    assert not Procedure.objects.filter(code="2.000001").exists()


def test_an_export_overwrites_no_folder_with_something_in_it(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("mine")
    assert main(["catalogue", "export", str(tmp_path)]) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["x.txt"]
