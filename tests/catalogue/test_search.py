"""Finding procedures: what is forgiven, what comes first, and that only the law of the day is found."""

from datetime import date, timedelta

import pytest

from motcua.catalogue.actions import publish, set_competences
from motcua.catalogue.published import read
from motcua.catalogue.search import search
from tests.cast import BEGINNING, procedure_line

pytestmark = pytest.mark.django_db
DAY = BEGINNING.date()


def put(code: str, name: str, *, day: date = DAY, **changes):
    version, _ = publish(read(procedure_line(code=code, name=name, **changes)), day=day, by="test", at=BEGINNING)
    return version


@pytest.fixture(autouse=True)
def catalogue():
    put("1.000001", "Thủ tục đăng ký khai sinh")
    put("1.000002", "Thủ tục đăng ký kết hôn")
    put("1.000003", "Thủ tục đăng ký kết hôn có yếu tố nước ngoài")
    put("1.000004", "Cấp đổi Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất", field="Đất đai")
    put("1.000005", "Thuê nhà ở công vụ", field="Nhà ở")
    put("1.000006", "Thuế nhà đất", field="Thuế")
    put("1.000007", "Đăng ký thành lập hộ kinh doanh", field="Hộ kinh doanh")


def codes(text: str, **how) -> list[str]:
    return [hit.row.code for hit in search(text, day=how.pop("day", DAY), **how)]


@pytest.mark.parametrize(
    "typed",
    ["đăng ký kết hôn", "đăng kí kết hôn", "DANG KY KET HON", "đắng kỳ kệt hồn", "ddawng kys keets hoon",
     "d9a8ng ky1 ke6t1 ho6n", "đăgn ký kết hôn", "đăng ký kêt hônn", "dangky kethon", "dkkh", "1.000002", "000002"],
)  # fmt: skip
def test_accents_slips_raw_keys_initials_and_codes_are_forgiven(typed):
    assert codes(typed)[0] == "1.000002"


def test_the_plain_case_comes_before_the_special_one():
    assert codes("kết hôn")[:2] == ["1.000002", "1.000003"]


@pytest.mark.parametrize(("said", "code"), [("sổ đỏ", "1.000004"), ("so do", "1.000004"), ("mở quán ăn", "1.000007")])
def test_everyday_words_find_what_the_law_calls_otherwise(said, code):
    assert codes(said)[0] == code


def test_accents_that_were_typed_decide_between_names_alike_without_them():
    assert codes("thuê nhà")[0] == "1.000005"
    assert codes("thuế nhà")[0] == "1.000006"


def test_a_word_only_begun_finds_while_one_types():
    assert codes("kết h", typing=True)[:2] == ["1.000002", "1.000003"]
    assert "1.000001" not in codes("kết h", typing=True)


@pytest.mark.parametrize("typed", ["", " ", "((", "'; DROP TABLE", "\0", "%", "_", "𝕏" * 300, "1" * 200, "zzzz qqqq"])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(typed):
    assert codes(typed) == []


def test_a_question_of_filler_words_alone_is_asked_as_it_stands():
    assert search("tôi muốn làm thủ tục", day=DAY) is not None


def test_only_the_version_in_force_on_the_day_is_found():
    later = DAY + timedelta(days=30)
    put("1.000001", "Thủ tục ghi sổ việc sinh", day=later)
    assert codes("khai sinh") == ["1.000001"]
    assert codes("khai sinh", day=later - timedelta(days=1)) == ["1.000001"]
    assert codes("khai sinh", day=later) == [] or codes("khai sinh", day=later)[0] != "1.000002"
    assert codes("ghi sổ việc sinh", day=later) == ["1.000001"]
    assert codes("khai sinh", day=DAY - timedelta(days=1)) == []


def test_a_procedure_published_later_is_found_at_once():
    assert "1.000008" not in codes("khai tử")
    put("1.000008", "Thủ tục đăng ký khai tử")
    assert codes("khai tử")[0] == "1.000008"


def test_who_decides_is_known_at_once():
    version = put("1.000008", "Thủ tục đăng ký khai tử")
    (hit,) = search("1.000008", day=DAY)
    assert hit.row.kinds == frozenset()
    set_competences(version.procedure, agencies=[], kinds=["commune_committee"])
    (hit,) = search("1.000008", day=DAY)
    assert hit.row.kinds == {"commune_committee"}


def test_a_paper_finds_the_procedures_that_ask_for_it_below_those_that_are_named_so():
    put("1.000008", "Giao đất", components=[{"name": "Biên bản bàn giao mốc giới"}])
    assert codes("mốc giới") == ["1.000008"]
    put("1.000009", "Cắm lại mốc giới")
    assert codes("mốc giới")[0] == "1.000009"


def test_the_search_asks_one_statement_when_nothing_changed(django_assert_num_queries):
    codes("kết hôn")
    with django_assert_num_queries(1):
        codes("khai sinh")


def test_an_installation_adds_its_own_words(settings, tmp_path):
    own = tmp_path / "words.csv"
    own.write_text("say,means\ncưới hỏi rình rang,đăng ký kết hôn\n", encoding="utf-8")
    settings.EVERYDAY = str(own)
    assert codes("cưới hỏi rình rang")[0] == "1.000002"


def test_a_file_of_words_that_cannot_be_read_is_named(settings, tmp_path):
    own = tmp_path / "words.csv"
    own.write_bytes(b"a,b\n1,2\n")
    settings.EVERYDAY = str(own)
    with pytest.raises(Exception, match=r"words\.csv"):
        codes("kết hôn")
