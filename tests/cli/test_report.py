"""`motcua report` and `motcua facts` at a terminal: what they print, how they end, what they refuse."""

import json
import subprocess

import pytest

from tests.cli.houses import House, drop_databases, lived_house
from tests.cli.terminal import complaint

NOVEMBER = ("report", "06a", "--from", "2026-11-01", "--to", "2026-11-30")
# The dossiers live in November 2026, which may be still to come where the tests run: it is always a year later here.
LATER = """
import time_machine, sys
from motcua.cli.main import main
with time_machine.travel("2027-06-01 09:00+07:00", tick=False):
    code = main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> House:
    made = lived_house(tmp_path_factory.mktemp("report") / "data")
    yield made
    drop_databases()


@pytest.fixture
def later(house, tmp_path):
    """`later(*words)` runs a command in June 2027: exit code, what it prints, what it complains of."""

    def run(*words: str, stdout=None) -> tuple[int, bytes, str]:
        program = LATER.replace("sys.argv[1:]", repr(list(words))) + "sys.exit(code)"
        out, errors = tmp_path / "out", tmp_path / "err"
        with open(out, "wb") as o, open(errors, "wb") as e:
            process: subprocess.Popen[bytes] = house.popen(program, stdout=o, stderr=e)
            process.wait(timeout=120)
        return process.returncode, out.read_bytes(), errors.read_text()

    return run


def test_a_report_is_json_in_utf_8_that_sums(later):
    code, out, errors = later(*NOVEMBER)
    assert (code, errors) == (0, "")
    said = json.loads(out)
    assert "Hộ tịch".encode() in out
    assert (said["report"], said["from"], said["to"], said["agency"]) == ("06a", "2026-11-01", "2026-11-30", "H48")
    assert all(check["holds"] for check in said["checks"])
    for columns in (said["totals"], *(row["columns"] for row in said["rows"])):
        c = {int(n): value for n, value in columns.items()}
        assert c[3] == c[4] + c[5] + c[6] == c[7] + c[11]
        assert (c[7], c[11]) == (c[8] + c[9] + c[10], c[12] + c[13])
    assert said["totals"]["3"] == sum(row["columns"]["3"] for row in said["rows"]) > 0


def test_a_report_as_of_an_earlier_moment_says_less(later):
    _, now, _ = later(*NOVEMBER)
    _, then, _ = later(*NOVEMBER, "--as-of", "2026-11-02T08:10")
    assert json.loads(then)["totals"]["3"] == 1
    assert json.loads(now)["totals"]["3"] > 1
    assert json.loads(then)["as_of"] == "2026-11-02T08:10:00+07:00"


def test_a_spreadsheet_goes_into_a_pipe_or_a_file(later, tmp_path):
    code, out, _ = later(*NOVEMBER, "--format", "xlsx")
    assert (code, out[:2]) == (0, b"PK")
    file = tmp_path / "06a.xlsx"
    assert later(*NOVEMBER, "--format", "xlsx", "--output", str(file))[:2] == (0, b"")
    assert file.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", "2026-11-30", "--to", "2026-11-01"), "kết thúc (01/11/2026) trước khi bắt đầu (30/11/2026)"),
        (("--from", "2026-11-31", "--to", "2026-12-01"), "“2026-11-31” không phải là một ngày"),
        (("--from", "2026-11-01", "--to", "2026-11-30", "--agency", "H99"), "Không có cơ quan nào có mã H99"),
        (("--from", "2025-11-01", "--to", "2025-11-30", "--agency", "H48.148"), "không hoạt động trong kỳ"),
        (("--from", "2026-11-01", "--to", "2026-11-30", "--as-of", "hôm qua"), "Không đọc được thời điểm “hôm qua”"),
        (("--from", "2026-11-01", "--to", "2026-11-30", "--as-of", ""), "Không đọc được thời điểm"),
        (("--from", "2026-11-01", "--to", "2026-11-30", "--as-of", "2028-01-01"), "Chưa có số liệu đến"),
        (("--from", "2026-11-01", "--to", "2026-11-30", "--format", "doc"), "--format không nhận “doc”"),
        (("--from", "2026-11-01"), "còn thiếu --to"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence_and_exit_2(later, words, says):
    code, out, errors = later("report", "06a", *words)
    assert (code, out) == (2, b"")
    assert errors.startswith("motcua: ") and errors.count("\n") == 1
    assert says in errors


def test_an_unknown_form_is_refused(house):
    done = house.motcua("report", "99z", "--from", "2026-11-01", "--to", "2026-11-30")
    assert done.returncode == 2
    assert "06a" in complaint(done)


def test_facts_that_agree_with_the_events_are_told_in_one_line(later):
    code, out, errors = later("facts", "check")
    assert (code, errors) == (0, "")
    assert out.decode().startswith("Số liệu khớp: ") and out.decode().endswith("0 khác biệt.\n")


def test_facts_that_were_changed_are_found_named_and_mended_by_a_rebuild(house, later):
    later("facts", "rebuild")
    house.sql("UPDATE supervision_rollup SET open = open + 1 WHERE grain = 'y'")
    house.sql("UPDATE supervision_fact SET channel = 'online'")
    code, out, errors = later("facts", "check", "--from", "2026-11-01", "--to", "2027-01-31")
    assert code == 1
    assert "direct: bảng tổng hợp" in out.decode()
    assert errors.count("\n") == 1 and "không khớp" in errors
    code, out, errors = later("report", "06a", "--from", "2026-11-01", "--to", "2027-01-31")
    assert (code, out) == (2, b"")
    assert "3=7+11" in errors
    assert later("facts", "rebuild")[0] == 0
    assert later("facts", "check")[0] == 0


def test_a_frozen_report_is_kept_once(later):
    assert later(*NOVEMBER, "--freeze", "--agency", "H48.148")[0] == 0
    code, _, errors = later(*NOVEMBER, "--freeze", "--agency", "H48.148")
    assert code == 2
    assert "đã được chốt" in errors


@pytest.fixture
def kept(later, tmp_path):
    """The file of a frozen report of December; frozen once, then read again from the list."""
    december = ("report", "06a", "--from", "2026-12-01", "--to", "2026-12-31", "--agency", "H48.148")
    file = tmp_path / "kept.json"
    if later(*december, "--freeze", "--output", str(file))[0] == 2:
        found = json.loads(later("report", "list", "--format", "json")[1])["frozen"]
        as_of = next(k["as_of"] for k in found if k["from"] == "2026-12-01")
        file.write_bytes(later(*december, "--as-of", as_of)[1])
    return file


def test_frozen_reports_and_the_forms_in_force_are_listed(later, kept):
    code, out, errors = later("report", "list")
    assert (code, errors) == (0, "")
    text = out.decode()
    assert "06a  II.06a/VPCP/KSTT  2018-06-21 – nay" in text
    assert "06a  2026-12-01 – 2026-12-31  H48.148  " in text
    listed = json.loads(later("report", "list", "--format", "json")[1])
    one = next(k for k in listed["frozen"] if k["from"] == "2026-12-01")
    assert one["digest"] in text and one["frozen_at"] in text


def test_a_frozen_report_s_own_file_is_believed(later, kept):
    code, out, errors = later("report", "verify", str(kept))
    assert (code, errors) == (0, "")
    assert out.decode().startswith("Báo cáo đúng: mã kiểm tra ")


def test_a_changed_cell_and_a_changed_digest_are_named(later, kept):
    said = json.loads(kept.read_bytes())
    said["totals"]["3"] += 1
    said["frozen"] = {"digest": "0" * 64}
    kept.write_text(json.dumps(said))
    code, out, errors = later("report", "verify", str(kept))
    assert code == 1
    n = said["totals"]["3"]
    lines = out.decode().splitlines()
    assert lines[0].startswith(f"Mã kiểm tra sai: tệp ghi {'0' * 64}, ")
    assert lines[1].startswith("Không có báo cáo nào được chốt ở đây với mã kiểm tra ")
    assert lines[2:] == [f"Dòng “Tổng số”, cột 3: tệp ghi {n}, tính lại là {n - 1}."]
    assert errors == "motcua: báo cáo không đúng: 3 chỗ khác\n"


@pytest.mark.parametrize("text", [b"", b"PK\x03\x04", b"[]", b'{"report": "06a"}', b"[" * 100_000, b"\xff\xfe{"])
def test_a_file_that_is_no_report_is_refused_in_a_sentence(later, tmp_path, text):
    file = tmp_path / "none.json"
    file.write_bytes(text)
    code, out, errors = later("report", "verify", str(file))
    assert (code, out) == (2, b"")
    assert errors.startswith("motcua: Tệp không phải là báo cáo của Motcua") and errors.count("\n") == 1


def test_a_missing_file_is_refused_in_a_sentence(later):
    code, out, errors = later("report", "verify", "nowhere.json")
    assert (code, out) == (2, b"") and "không có tệp nowhere.json" in errors


def test_a_period_is_ranked_compared_and_grouped_like_06a_counts(later):
    period = ("report", "period", *NOVEMBER[2:])
    said = json.loads(later(*period, "--by", "channel")[1])
    assert said["totals"]["3"] == json.loads(later(*NOVEMBER)[1])["totals"]["3"]
    assert said["earlier"]["before"]["from"] == "2026-10-01"
    code, out, errors = later(*period, "--by", "unit", "--format", "csv")
    assert (code, errors) == (0, "")
    assert out.decode("utf-8-sig").startswith("STT,Đơn vị,")
    assert later(*period, "--format", "xlsx")[1][:2] == b"PK"


def test_a_period_is_frozen_printed_and_verified_from_its_file(later, tmp_path):
    period, file = ("report", "period", *NOVEMBER[2:], "--by", "procedure"), tmp_path / "period.json"
    code, _, errors = later(*period, "--freeze", "--output", str(file))
    assert (code, errors) == (0, "")
    code, out, _ = later("report", "verify", str(file))
    assert code == 0 and "Báo cáo đúng" in out.decode()
    said = json.loads(file.read_bytes())
    said["rows"][0]["rank"] = 99
    file.write_text(json.dumps(said), encoding="utf-8")
    code, out, _ = later("report", "verify", str(file))
    assert code == 1 and "phần “rank”" in out.decode()
    assert later(*period, "--format", "pdf")[1][:5] == b"%PDF-"
