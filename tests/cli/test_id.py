"""`motcua id` from outside: JSON and 0, or one sentence and 2."""

import json
import unicodedata

import pytest

from tests.cli.terminal import complaint, motcua

pytestmark = pytest.mark.either_database

CARD = "051090001234|212345678|Y Rỗi|05031990|Nam|xã Đắk Tô, Quảng Ngãi|28062021"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (
            ("citizen", "051 190 001 234"),
            {"number": "051190001234", "birth_year": 1990, "sex": "Nữ", "province": "Quảng Ngãi"},
        ),
        (
            ("card", unicodedata.normalize("NFD", f"\ufeff{CARD}|thêm\n")),
            {
                "number": "051090001234",
                "old_number": "212345678",
                "name": "Y Rỗi",
                "birth_date": "1990-03-05",
                "sex": "Nam",
                "address": "xã Đắk Tô, Quảng Ngãi",
                "issued": "2021-06-28",
            },
        ),
        (("tax", "0100112437001"), {"number": "0100112437-001", "kind": "branch"}),
        (("agency", "000.00.14.H56"), {"code": "H56.14", "old_code": "000.00.14.H56"}),
        (("agency", "H26.161"), {"code": "H26.161", "old_code": None}),
    ],
)
def test_what_is_read_is_printed_as_json(tmp_path, words, answer) -> None:
    done = motcua("id", *words, data=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == answer
    assert list(json.loads(done.stdout)) == list(answer)


def test_json_is_utf8_without_escapes_whatever_the_locale(tmp_path) -> None:
    done = motcua(
        "id", "card", CARD, data=tmp_path, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert "Y Rỗi".encode() in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("citizen", "05109000123"), "số này có 11"),
        (("citizen", "051290001234"), "chưa tới"),
        (("citizen", ""), "Chưa có số"),
        (("card", "a|b"), "ở đây có 2"),
        (("tax", "0100112438"), "chữ số kiểm tra"),
        (("agency", "00.14.H56"), "đúng bốn nhóm"),
        (("agency", "\x1b[31m\nH56"), "không phải mã định danh"),
        (("citizen", b"05109000\xff1234"), "không phải UTF-8"),
        (("passport", "B1234567"), "không nhận “passport”"),
        (("citizen",), "còn thiếu N"),
        (("citizen", "051090001234", "thừa"), "không hiểu phần “thừa”"),
        ((), "còn thiếu LOẠI"),
    ],
)
def test_bad_input_ends_in_one_sentence_and_exit_code_2(tmp_path, words, said) -> None:
    done = motcua("id", *words, data=tmp_path)
    assert done.returncode == 2
    assert said in complaint(done)
    assert "\x1b" not in complaint(done)


def test_reading_identifiers_needs_no_data_folder(tmp_path) -> None:
    motcua("id", "citizen", "12", data=tmp_path / "none")
    assert not (tmp_path / "none").exists()
