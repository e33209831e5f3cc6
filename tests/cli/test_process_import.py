"""`motcua process import`: a BPMN file becomes the internal process of a procedure, or is refused at its elements."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from motcua.casework.reads import processes as reads
from motcua.cli.arguments import Parser
from motcua.cli.process import NOT_SOUND
from motcua.cli.process_import import add_parser
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.workflow.models import ProcessVersion, Step
from motcua.workflow.process.bpmn_reading import NotBpmn, read
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.keeping import digest
from motcua.workflow.process.table import graph_of
from motcua.workflow.rules import StepRow
from tests import cast as stage
from tests.cli.houses import drop_databases, prepared_house

pytestmark = pytest.mark.usefixtures("clock")  # Monday 2 March 2026
CODE = "1.000689"
ROWS = [replace(row, hours=Decimal(4)) if row.hours == 8 else row for row in stage.COMMUNE_STEPS]


@pytest.fixture
def cast(db):
    return stage.enter()


@pytest.fixture
def imported(cast, capsys, tmp_path):
    """`imported(content, *words)` runs the command in this process: its exit code, what it says and complains of."""

    def run(content: bytes, *words: str, code: str = CODE):
        file = tmp_path / "quy-trinh.bpmn"
        file.write_bytes(content)
        parser = Parser(prog="motcua")
        add_parser(parser.add_subparsers())
        args = parser.parse_args(["process", "import", str(file), "--procedure", code, *words])
        ended = args.run(args)
        return ended, *capsys.readouterr()

    return run


def file_of(rows=ROWS) -> bytes:
    return write(graph_of("p", "Quy trình", rows))


def own_versions() -> list[ProcessVersion]:
    return list(ProcessVersion.objects.filter(process__procedure__code=CODE).order_by("n"))


def test_the_process_is_the_procedures_own_from_tomorrow_on(imported):
    ended, said, _ = imported(file_of(), "--decision", "QĐ 12 ngày 01/03/2026 của UBND xã")
    assert ended == 0
    assert "quy trình bản 1, 5 bước, từ 03/03/2026 (đã ghi)" in said
    (version,) = own_versions()
    assert (version.valid_from, version.decision) == (date(2026, 3, 3), "QĐ 12 ngày 01/03/2026 của UBND xã")
    assert reads.graph(version).steps == graph_of("p", "", ROWS).steps


def test_the_stream_of_the_procedure_tells_decision_version_and_digest(imported, cast):
    imported(file_of(), "--decision", "QĐ 12")
    (version,) = own_versions()
    event = Event.objects.get(stream=cast.version.procedure.stream, kind="process.published")
    assert (event.by, event.origin) == ("motcua process import", "import")
    assert json.loads(event.facts) == {
        "process": 1, "from": "2026-03-03", "decision": "QĐ 12", "digest": digest(reads.graph(version)),
    }  # fmt: skip


def test_a_case_with_a_limit_that_is_too_short_is_told_by_name(imported):
    stage.procedure_in_cases()
    ended, said, _ = imported(file_of(), code="1.000894")
    assert ended == NOT_SOUND and "vượt thời hạn 12 giờ của trường hợp 2 “Trường hợp xuất trình đủ" in said
    assert "vượt thời hạn 64 giờ" not in said
    assert not ProcessVersion.objects.filter(process__procedure__code="1.000894").exists()


def test_with_an_agency_it_is_the_variant_of_that_agency_alone(imported, cast):
    ended, said, _ = imported(file_of(), "--agency", "H48.148")
    assert ended == 0 and "Thủ tục 1.000689 · Ủy ban nhân dân xã Ba Tơ: quy trình bản 1" in said
    (version,) = own_versions()
    assert version.process.agency == cast.commune
    imported(file_of())
    assert [v.process.agency for v in own_versions()] == [cast.commune, None]


@pytest.mark.parametrize(("agency", "sentence"), [("H99", "Không có cơ quan nào"), ("H48.05", "không giải quyết")])
def test_an_agency_that_is_unknown_or_does_not_decide_is_refused(imported, agency, sentence):
    with pytest.raises(Refused, match=sentence):
        imported(file_of(), "--agency", agency)
    assert own_versions() == []


def test_a_dry_run_says_what_would_change_and_writes_nothing(imported):
    imported(file_of())
    before = (Event.objects.count(), Step.objects.count())
    ended, said, _ = imported(file_of(ROWS[:1] + ROWS[2:]), "--dry-run", "--from", "10/03/2026")
    assert ended == 0
    assert "bản 2, 4 bước, từ 10/03/2026 (thử, chưa ghi gì)" in said
    assert "Bỏ bước “Thụ lý”." in said
    assert (Event.objects.count(), Step.objects.count()) == before
    assert len(own_versions()) == 1


def test_an_equal_process_changes_nothing_and_says_so(imported):
    imported(file_of())
    (version,) = own_versions()
    ended, said, _ = imported(write(reads.graph(version)), "--from", "2026-03-10")
    assert ended == 0
    assert "không có gì thay đổi" in said
    assert own_versions() == [version]


def test_the_drawing_of_a_modeller_is_kept(imported):
    content = file_of().replace(b'id="step_2"', b'id="Task_07x"').replace(b'"step_2"', b'"Task_07x"')
    content = content.replace(b">step_2<", b">Task_07x<")
    assert imported(content)[0] == 0
    (version,) = own_versions()
    assert reads.graph(version) == read(content).graph


def test_each_problem_is_told_at_its_element_and_line_and_nothing_is_written(imported):
    content = file_of().replace(b"userTask", b"scriptTask", 2)
    ended, said, _ = imported(content)
    assert ended == 1
    assert "step_1: Motcua không chạy phần tử “scriptTask”." in said
    assert said.startswith("dòng ")
    assert own_versions() == []


def test_a_process_longer_than_the_procedures_limit_is_refused_with_both_figures(imported):
    rows = [replace(row, hours=Decimal(6)) for row in stage.COMMUNE_STEPS]
    ended, said, _ = imported(file_of(rows))
    assert ended == 1
    assert "Đường dài nhất cần 30 giờ làm việc, vượt thời hạn 24 giờ của thủ tục." in said


def test_a_process_as_long_as_the_limit_is_taken(imported):
    assert sum(row.hours for row in stage.COMMUNE_STEPS) == 24
    assert imported(file_of(stage.COMMUNE_STEPS))[0] == 0


def test_a_limit_in_calendar_days_is_not_compared(imported, cast):
    other = stage.publish_procedure(code="1.000003", name="Khác", limit={"amount": 1, "unit": "day"})
    assert imported(file_of(), code=other.procedure.code)[0] == 0


def test_performers_and_kinds_come_from_lanes_and_words_where_the_file_says_nothing_else(imported):
    plain = file_of(
        [
            StepRow("Nhận hồ sơ", "receiver", "receiving", ROWS[0].kind, Decimal(2)),
            StepRow("Thẩm định", "specialist", "competent", ROWS[1].kind, Decimal(8)),
            StepRow("Ký giấy phép", "signer", "competent", ROWS[2].kind, Decimal(4)),
            StepRow("Vào sổ văn bản đi", "clerk", "competent", ROWS[3].kind, Decimal(2)),
            StepRow("Trả cho dân", "receiver", "receiving", ROWS[4].kind, Decimal(2)),
        ]
    ).decode()
    for word in ("kind", "role", "at"):
        for value in ("receive", "process", "sign", "issue", "return", "receiver", "specialist", "signer", "clerk",
                      "receiving", "competent"):  # fmt: skip
            plain = plain.replace(f' motcua:{word}="{value}"', "")
    assert "motcua:kind" not in plain
    assert imported(plain.encode())[0] == 0
    told = [(s.role, s.at, s.kind) for s in own_versions()[0].steps.order_by("n")]
    assert told == [(r.role, r.at, r.kind) for r in ROWS]


def test_steps_that_nobody_or_one_person_could_do_are_noted(imported):
    ended, _, noted = imported(file_of())
    assert ended == 0
    assert "“Ký duyệt”: chỉ có một người, vắng thì không ai thay ở 1 nơi: Ủy ban nhân dân xã Ba Tơ." in noted
    assert "Tiếp nhận" not in noted  # two receivers there
    rows = [replace(row, role="unit_leader") if row.role == "specialist" else row for row in ROWS]
    assert "“Thụ lý”: chưa có ai làm ở 1 nơi" in imported(file_of(rows), "--from", "10/03/2026")[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "01/03/2026"], "sớm nhất từ hôm nay"),
        (["--from", "31/02/2026"], "không phải là ngày"),
        (["--decision", "Q" * 201], "dài quá 200 ký tự"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(imported, words, said):
    with pytest.raises(Refused, match=said):
        imported(file_of(), *words)


def test_a_version_begins_after_the_one_before(imported):
    imported(file_of())
    with pytest.raises(Refused, match="đã có bản hiệu lực từ 03/03/2026"):
        imported(file_of(ROWS[:1] + ROWS[2:]))


def test_an_unknown_procedure_and_a_file_that_is_no_bpmn_are_refused(imported):
    with pytest.raises(Refused, match=r"Không có thủ tục mã 9\.999999"):
        imported(file_of(), code="9.999999")
    with pytest.raises(NotBpmn):
        imported(b"<a/>")


def test_the_command_finds_its_tables_and_ends_with_2_for_what_is_not_there(tmp_path):
    house = prepared_house(tmp_path / "data")
    (tmp_path / "a.bpmn").write_bytes(file_of())
    try:
        unknown = house.motcua("process", "import", str(tmp_path / "a.bpmn"), "--procedure", "9.999999")
        missing = house.motcua("process", "import", str(tmp_path / "b.bpmn"), "--procedure", CODE)
    finally:
        drop_databases()
    assert (unknown.returncode, missing.returncode) == (2, 2)
    assert "Không có thủ tục mã 9.999999" in unknown.stderr.decode()
    assert "b.bpmn" in missing.stderr.decode() and "Traceback" not in missing.stderr.decode()
