"""Cases of a procedure on the pages and through the API: shown to all, chosen at reception, changed at the desk."""

from dataclasses import replace

import pytest

from motcua.casework.file import file
from motcua.deadlines.queries import case_number, case_of
from motcua.dossiers.models import Dossier, Draft
from tests import cast as stage
from tests.cast import moment
from tests.web.api_program import Program, reception
from tests.web.counter_forms import error, filled, signed_in
from tests.web.desk_driver import Desk, accepted, papers, text_of

pytestmark = pytest.mark.django_db
PROCEDURE = "1.000894"
RECEPTION = f"/tiep-nhan/thu-tuc/{PROCEDURE}/"
VERIFIED, COMPLETE = "Trường hợp phải xác minh", "Trường hợp xuất trình đủ giấy tờ bản chính"


@pytest.fixture
def cast():
    return replace(stage.enter(), version=stage.procedure_in_cases())


@pytest.fixture
def lan(client, cast, clock):
    clock.move_to(moment("2026-11-02 08:00"))
    return signed_in(client, cast, "lan")


class TestShown:
    def test_the_public_page_lists_every_limit_with_its_case(self, client, cast):
        page = text_of(client.get(f"/thu-tuc/{PROCEDURE}/"))
        assert "<b>3 ngày làm việc</b>" in page
        for case, limit in ((VERIFIED, "8 ngày làm việc"), (COMPLETE, "12 giờ làm việc")):
            assert f'{case} </th><td data-label="thì giải quyết trong">{limit}</td>' in page

    def test_the_page_of_a_procedure_without_cases_says_nothing_of_them(self, client, cast):
        assert "Trường hợp nào, bao lâu" not in text_of(client.get("/thu-tuc/1.000689/"))

    def test_the_back_office_lists_them(self, cast):
        page = text_of(Desk(cast).get("quan", f"/quan-tri/thu-tuc/{PROCEDURE}/"))
        assert f"<b>8 ngày làm việc</b>: {VERIFIED}" in page

    def test_the_api_tells_them_with_the_numbers_by_which_acts_name_them(self, cast):
        told = Program(cast).get("lan", f"/procedures/{PROCEDURE}").json()
        assert told["limit"] == "3 ngày làm việc"
        assert told["cases"] == [
            {"n": 1, "name": VERIFIED, "limit": "8 ngày làm việc", "channels": [], "legal_basis": ""},
            {"n": 2, "name": COMPLETE, "limit": "12 giờ làm việc", "channels": [], "legal_basis": ""},
        ]


class TestReception:
    def test_the_form_offers_the_cases_after_the_limit_of_the_procedure(self, lan):
        page = text_of(lan.get(RECEPTION))
        assert '<option value="0">3 ngày làm việc – Thời hạn chung của thủ tục</option>' in page
        assert f'<option value="2">12 giờ làm việc – {COMPLETE}</option>' in page

    def test_a_procedure_without_cases_asks_for_none(self, lan):
        assert 'name="terms-case"' not in lan.get("/tiep-nhan/thu-tuc/1.000689/").content.decode()

    def test_the_dossier_is_received_in_the_case_chosen(self, lan, cast):
        lan.post(RECEPTION, filled(cast, terms__case=1))
        dossier = Dossier.objects.get()
        assert (case_number(case_of(dossier)), dossier.due_at) == (1, moment("2026-11-12 17:00"))

    def test_the_preview_counts_by_the_case_chosen(self, lan, cast):
        page = lan.get(RECEPTION + "xem-truoc/", {"counter": cast.counter.pk, "mode": "accept", "terms-case": "1"})
        assert "12/11/2026" in text_of(page)
        assert VERIFIED in text_of(page)

    @pytest.mark.parametrize("sent", ["3", "-1", "abc", "9" * 30])
    def test_a_case_that_is_none_is_refused_at_its_field(self, lan, cast, sent):
        page = lan.post(RECEPTION, filled(cast, terms__case=sent))
        assert page.status_code == 422
        assert "không có trường hợp này" in error(page.content.decode(), "terms-case")
        assert not Dossier.objects.exists()

    def test_a_draft_keeps_the_case(self, lan, cast):
        lan.post(RECEPTION, filled(cast, do="draft", terms__case=2))
        page = text_of(lan.get(RECEPTION, {"nhap": Draft.objects.get().pk}))
        assert '<option value="2" selected>' in page


class TestDesk:
    @pytest.fixture
    def desk(self, cast):
        return Desk(cast, "2026-11-02 10:00")

    def test_the_page_shows_when_each_case_would_be_due_before_anything_is_done(self, cast, desk):
        code = accepted(cast, "2026-11-02 08:00")
        page = text_of(desk.open("son", code, "chuyen-truong-hop"))
        assert "hẹn trả 17:00 thứ Năm 12/11/2026" in page
        assert "hẹn trả 14:00 thứ Ba 03/11/2026" in page
        assert Dossier.objects.get(code=code).due_at == moment("2026-11-05 17:00")

    def test_a_case_whose_limit_is_over_says_so(self, cast, desk):
        code = accepted(cast, "2026-11-02 08:00")
        page = text_of(desk.at("2026-11-04 08:00").open("son", code, "chuyen-truong-hop"))
        assert "đã hết lúc 14:00 03/11/2026" in page

    def test_the_leader_changes_the_case_and_the_dossier_says_how_it_came_to_it(self, cast, desk):
        code = accepted(cast, "2026-11-02 08:00")
        desk.do("son", code, "chuyen-truong-hop", to=1, ground="Phải xác minh nơi cư trú", paper="12/BC-TP")
        page = text_of(desk.get("minh", f"/ho-so/{code}/"))
        for said in (VERIFIED, "Phải xác minh nơi cư trú", "12/BC-TP", "Đinh Văn Sơn", "17:00 thứ Năm 12/11/2026"):
            assert said in page
        assert "từ “thời hạn chung của thủ tục” sang “Trường hợp phải xác minh”" in page
        assert "thời hạn 3 ngày làm việc đổi thành 8 ngày làm việc" in page

    def test_who_is_no_leader_reads_why_the_button_is_barred(self, cast, desk):
        code = accepted(cast, "2026-11-02 08:00")
        page = text_of(desk.open("minh", code, "chuyen-truong-hop"))
        assert "Việc này thuộc lãnh đạo của cơ quan giải quyết." in page

    def test_a_procedure_without_cases_says_so(self, cast, desk):
        code = accepted(cast, version_id=stage.publish_procedure(code="1.000656").pk)
        page = text_of(desk.at("2026-11-19 10:00").open("son", code, "chuyen-truong-hop"))
        assert "chỉ có một thời hạn" in page

    def test_a_dossier_whose_procedure_has_no_cases_is_not_offered_the_act(self, cast, desk):
        code = accepted(cast, "2026-11-02 08:00", version_id=stage.publish_procedure(code="1.000656").pk)
        assert "chuyen-truong-hop" not in text_of(desk.get("son", f"/ho-so/{code}/"))

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"ground": "", "paper": "12"}, "ground"),
            ({"ground": "Lý do", "paper": ""}, "paper"),
            ({"ground": "Lý do", "paper": "12", "to": "9"}, "to"),
            ({"ground": "Lý do", "paper": "12", "to": ""}, "to"),
        ],
    )
    def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(self, cast, desk, typed, field):
        code = accepted(cast, "2026-11-02 08:00")
        page = desk.press("son", code, "chuyen-truong-hop", **{"to": 1, **typed})
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field]
        assert all(page.context["form"][name].value() == value for name, value in typed.items())

    def test_accepting_what_was_filed_asks_for_the_case(self, cast, desk):
        code = file(stage.intake(cast, case=2), by=cast.lan, at=moment("2026-11-02 08:00")).code
        assert 'value="2" selected' in text_of(desk.open("lan", code, "tiep-nhan"))
        dossier = desk.do("lan", code, "tiep-nhan", case=1, **papers())
        assert dossier.due_at == moment("2026-11-12 17:00")

    def test_another_procedure_is_chosen_with_its_case(self, cast, desk):
        other = stage.publish_procedure(
            code="1.000656", cases=[{"name": "Xác minh", "amount": 9, "unit": "working_day"}]
        )
        code = accepted(cast, "2026-11-02 08:00", case=1)
        dossier = desk.do("lan", code, "sua-thu-tuc", version=other.pk, case=1, why="Chọn nhầm", **papers())
        assert dossier.due_at == moment("2026-11-13 17:00")


class TestApi:
    @pytest.fixture
    def program(self, cast):
        return Program(cast, "2026-11-02 08:00")

    def test_a_program_files_in_a_case_and_sees_it_explained(self, program):
        told = program.do("lan", "/dossiers", reception(procedure=PROCEDURE, accept=True, case=1))
        assert (told["case"], told["due_at"]) == (1, "2026-11-12T17:00:00+07:00")
        why = program.get("minh", f"/dossiers/{told['code']}/explanation").json()
        assert (why["limit"], why["case"], why["case_name"]) == ("8 ngày làm việc", 1, VERIFIED)

    def test_acceptance_settles_the_case_of_an_online_filing(self, program):
        code = program.do("lan", "/dossiers", reception(procedure=PROCEDURE, channel="online"))["code"]
        told = program.do("lan", f"/dossiers/{code}/acceptance", {"case": 2})
        assert (told["case"], told["due_at"]) == (2, "2026-11-03T14:00:00+07:00")

    def test_a_change_is_told_with_everything_that_was_said_of_it(self, program):
        code = program.do("lan", "/dossiers", reception(procedure=PROCEDURE, accept=True))["code"]
        sent = {"to": 1, "ground": "Phải xác minh", "paper": "12/BC-TP"}
        assert program.do("son", f"/dossiers/{code}/change-of-case", sent)["case"] == 1
        (change,) = program.get("minh", f"/dossiers/{code}").json()["case_changes"]
        assert change == {
            "from_case": 0,
            "to_case": 1,
            "ground": "Phải xác minh",
            "paper": "12/BC-TP",
            "due_before": "2026-11-05T17:00:00+07:00",
            "due_after": "2026-11-12T17:00:00+07:00",
            "changed_at": "2026-11-02T08:00:00+07:00",
            "by": "Đinh Văn Sơn",
        }

    @pytest.mark.parametrize(
        ("sent", "status", "field"),
        [
            ({"to": 1, "paper": "12"}, 422, "ground"),
            ({"to": 1, "ground": "", "paper": "12"}, 422, "ground"),
            ({"to": 1, "ground": "x"}, 422, "paper"),
            ({"to": 7, "ground": "x", "paper": "12"}, 422, "to"),
            ({"to": 0, "ground": "x", "paper": "12"}, 422, "to"),
            ({"to": -1, "ground": "x", "paper": "12"}, 422, "to"),
            ({"to": "1", "ground": "x", "paper": "12"}, 422, "to"),
            ({"to": 1, "ground": "x" * 501, "paper": "12"}, 422, "ground"),
            ({"to": 1, "ground": "x", "paper": "12", "at": "2026-11-01"}, 422, "at"),
            ({"to": 1, "ground": "x", "scan": "khong-co"}, 422, "scan"),
        ],
    )
    def test_what_cannot_be_is_named(self, program, sent, status, field):
        code = program.do("lan", "/dossiers", reception(procedure=PROCEDURE, accept=True))["code"]
        answer = program.post("son", f"/dossiers/{code}/change-of-case", sent)
        assert (answer.status_code, answer.json()["field"]) == (status, field)

    def test_after_the_due_date_it_is_refused_with_the_sentence_of_the_page(self, program):
        code = program.do("lan", "/dossiers", reception(procedure=PROCEDURE, accept=True))["code"]
        sent = {"to": 1, "ground": "x", "paper": "12"}
        answer = program.at("2026-11-05 17:00").post("son", f"/dossiers/{code}/change-of-case", sent)
        assert answer.status_code == 409
        assert "Đã đến hạn giải quyết lúc 17:00 05/11/2026" in answer.json()["detail"]
