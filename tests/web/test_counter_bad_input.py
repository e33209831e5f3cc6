"""Bad input at the counter: a clear sentence where it belongs, nothing lost, nothing half-done."""

import re
import threading
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from motcua.catalogue import actions as catalogue_actions
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.published import read
from motcua.dossiers.models import Dossier, Draft
from motcua.files.models import StoredFile
from motcua.journal.models import Event, Submission
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, error, filled, picture, signed_in, ticked, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


def refused(answer) -> str:
    """The page of a form that was not accepted; nothing came of it."""
    assert answer.status_code == 422
    assert not Dossier.objects.exists() and not Event.objects.filter(kind="dossier.filed").exists()
    return answer.content.decode()


def close(version: ProcedureVersion, day: date) -> None:
    ProcedureVersion.objects.filter(pk=version.pk).update(valid_to=day)


# Procedures


def test_an_unknown_procedure_is_said_to_be_unknown(lan):
    answer = lan.get("/tiep-nhan/thu-tuc/9.999999/")
    assert answer.status_code == 409
    assert "Không có thủ tục 9.999999 trong danh mục" in answer.content.decode()


def test_a_closed_procedure_is_said_to_be_closed_with_its_day(lan, cast):
    close(cast.version, date(2026, 11, 1))
    answer = lan.get(REFERENCE)
    assert answer.status_code == 409 and "đã hết hiệu lực từ 01/11/2026" in answer.content.decode()


def test_a_procedure_that_cannot_be_received_says_what_is_missing(lan):
    stage.publish_procedure(code="1.000777", limit=None)
    answer = lan.get("/tiep-nhan/thu-tuc/1.000777/")
    assert answer.status_code == 409 and "còn thiếu: thời hạn giải quyết" in answer.content.decode()


def test_a_procedure_that_no_agency_of_the_province_decides_says_who_does(client, cast):
    catalogue_actions.set_competences(cast.version.procedure, agencies=[], kinds=["ministry"])
    answer = signed_in(client, cast, "tuyet").get(REFERENCE)
    assert answer.status_code == 409 and "Ủy ban nhân dân cấp xã" in answer.content.decode()


def test_a_procedure_closed_while_it_was_typed_leaves_a_draft(lan, cast):
    close(cast.version, date(2026, 11, 19))
    answer = lan.post(REFERENCE, filled(cast))
    assert answer.status_code == 409 and not Dossier.objects.exists()
    assert Draft.objects.get().form["applicant-name"] == ["Phạm Văn Đồng Xuân"]


def test_a_new_version_published_while_it_was_typed_is_shown_before_anything_is_done(lan, cast):
    catalogue_actions.publish(
        read(stage.procedure_line(fee_text="8.000 đồng")), day=date(2026, 11, 19), by="test", at=stage.BEGINNING
    )
    html = refused(lan.post(REFERENCE, filled(cast)))
    assert "vừa có bản mới" in html and "8.000 đồng" in html
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân" and ticked(html, "papers-1-got")
    assert value(html, "version") != str(cast.version.pk)


def test_an_agency_that_does_not_decide_it_is_not_taken(lan, cast):
    html = refused(lan.post(REFERENCE, filled(cast, terms__competent=cast.department.pk)))
    assert "error-summary" in html


def test_a_counter_that_is_not_the_officers_is_refused(lan, cast):
    assert lan.post(REFERENCE, filled(cast, counter=cast.centre.pk)).status_code == 409
    assert not Dossier.objects.exists()


# Papers


def test_missing_papers_are_named_all_at_once_and_everything_else_stays(lan, cast):
    html = refused(lan.post(REFERENCE, filled(cast, papers__1__got=None, papers__3__got=None)))
    assert "Chưa đánh dấu giấy tờ số 1, 3" in html
    assert html.count("Chưa đánh dấu: đã nhận, hay không cần?") == 2
    assert ticked(html, "papers-2-got") and value(html, "applicant-phone") == "0905123456"


def test_a_paper_cannot_be_received_and_not_needed(lan, cast):
    html = refused(lan.post(REFERENCE, filled(cast, papers__2__not_needed="on")))
    assert "Chọn một trong hai" in error(html, "papers-2-not_needed")


@pytest.mark.parametrize("count", ["-1", "1000", "hai", "1e3", " "])
def test_a_count_that_is_none_is_said_at_its_line(lan, cast, count):
    html = refused(lan.post(REFERENCE, filled(cast, papers__1__originals=count, papers__1__copies="")))
    assert error(html, "papers-1-originals")


def test_a_file_that_is_too_large_is_said_with_the_limit_and_the_others_are_kept(lan, cast, settings):
    settings.FILE_LIMIT_BYTES = 2**20
    large = SimpleUploadedFile("ban-ve.pdf", b"%PDF-1.7 " + b"0" * 2**20)
    typed = filled(cast) | {"papers-1-files": large, "papers-2-files": picture()}
    html = refused(lan.post(REFERENCE, typed))
    assert "Tệp “ban-ve.pdf” nặng 2 MB, quá giới hạn 1 MB" in error(html, "papers-1-files")
    assert "giay-chung-sinh.png" in html and StoredFile.objects.count() == 1


def test_a_file_that_is_not_what_its_name_says_is_refused(lan, cast):
    liar = SimpleUploadedFile("to-khai.pdf", b"MZ\x90\x00 this is a program")
    html = refused(lan.post(REFERENCE, filled(cast) | {"papers-1-files": liar}))
    assert "không đúng là tệp PDF" in error(html, "papers-1-files")
    assert not StoredFile.objects.exists()


def test_an_empty_file_and_a_program_are_refused_side_by_side(lan, cast):
    files = [SimpleUploadedFile("rong.pdf", b""), SimpleUploadedFile("chay.exe", b"MZ")]
    html = refused(lan.post(REFERENCE, filled(cast) | {"papers-1-files": files}))
    assert "rỗng" in html and "thuộc loại không được nhận" in html


def test_a_file_sent_before_an_error_is_attached_when_the_form_comes_again(lan, cast):
    html = refused(lan.post(REFERENCE, filled(cast, applicant__number="1") | {"papers-1-files": picture()}))
    token = value(html, "papers-1-kept")
    lan.post(REFERENCE, filled(cast) | {"papers-1-kept": token})
    assert Dossier.objects.get().attachments.get().component_n == 1


def test_a_kept_file_that_is_unticked_stays_behind(lan, cast):
    refused(lan.post(REFERENCE, filled(cast, applicant__number="1") | {"papers-1-files": picture()}))
    lan.post(REFERENCE, filled(cast))
    assert not Dossier.objects.get().attachments.exists()


def test_a_kept_file_of_somebody_else_or_of_nobody_is_not_attached(client, cast):
    sent = filled(cast, applicant__number="1") | {"papers-1-files": picture()}
    html = refused(signed_in(client, cast, "cuc").post(REFERENCE, sent))
    other, forged = value(html, "papers-1-kept"), "WzEsImEiLDEsMV0:1abc:xyz"
    lan = signed_in(Client(), cast, "lan")
    lan.post(REFERENCE, filled(cast) | {"papers-1-kept": [other, forged]})
    assert not Dossier.objects.get().attachments.exists()


# Parties


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("05109000123", "đúng 12 chữ số"),
        ("212345678", "chứng minh nhân dân 9 chữ số"),
        ("000090001234", "không phải mã tỉnh"),
        ("05109000123O", "chỉ gồm chữ số"),
    ],
)
def test_a_wrong_citizen_number_is_said_at_its_field_and_stays_there(lan, cast, number, sentence):
    html = refused(lan.post(REFERENCE, filled(cast, applicant__number=number)))
    assert sentence in error(html, "applicant-number")
    assert value(html, "applicant-number") == number and ticked(html, "papers-3-got")


def test_no_number_yet_needs_its_reason(lan, cast):
    html = refused(lan.post(REFERENCE, filled(cast, applicant__number="", applicant__no_number="on")))
    assert "hoặc ghi lý do chưa có số" in error(html, "applicant-number")


def test_a_reason_without_its_tick_is_none(lan, cast):
    changes = {"applicant-number": "", "applicant-no_number_reason": "Trẻ mới sinh"}
    refused(lan.post(REFERENCE, filled(cast) | changes))


def test_all_faults_of_a_party_are_said_at_once(lan, cast):
    changes = {"number": "1", "phone": "12", "birth_date": "31/02/1990", "name": "Phạm 2", "email": "không"}
    html = refused(lan.post(REFERENCE, filled(cast) | {f"applicant-{k}": v for k, v in changes.items()}))
    assert all(error(html, f"applicant-{name}") for name in changes)


def test_the_summary_goes_down_the_page(lan, cast):
    changes = {"number": "1", "phone": "12", "name": "Phạm 2"}
    wrong = filled(cast, papers__1__got=None) | {f"applicant-{k}": v for k, v in changes.items()}
    html = refused(lan.post(REFERENCE, wrong))
    targets = re.findall(r'<li><a href="#([^"]+)"', html[html.index("error-summary") :])
    assert targets[:4] == ["id_applicant-name", "id_applicant-number", "id_applicant-phone", "papers"]


def test_an_authorisation_needs_its_document(lan, cast):
    html = refused(
        lan.post(
            REFERENCE,
            filled(cast, applicant__capacity="authorised")
            | {"owners-0-kind": "citizen", "owners-0-name": "Y Rỗi", "owners-0-number": "064190001234"},
        )
    )
    assert "số và ngày của văn bản ủy quyền" in error(html, "applicant-authority_document")


def test_who_files_for_another_must_say_for_whom(lan, cast):
    html = refused(lan.post(REFERENCE, filled(cast, applicant__capacity="parent")))
    assert error(html, "owners-0-name") and error(html, "owners-0-number")


def test_a_wrong_number_of_the_second_owner_is_said_there(lan, cast):
    owners = {
        "owners": 2,
        "owners-0-kind": "citizen",
        "owners-0-name": "Y Rỗi",
        "owners-0-number": "064190001234",
        "owners-1-kind": "citizen",
        "owners-1-name": "A Nhất",
        "owners-1-number": "12",
    }
    html = refused(lan.post(REFERENCE, filled(cast) | owners))
    assert error(html, "owners-1-number") and not error(html, "owners-0-number")
    assert "Chủ hồ sơ 2 – Số định danh cá nhân" in html


def test_a_choice_that_was_never_offered_is_refused(lan, cast):
    refused(lan.post(REFERENCE, filled(cast, applicant__kind="robot")))
    refused(lan.post(REFERENCE, filled(cast, terms__channel="pigeon")))


# Presses


def test_the_same_press_twice_makes_one_dossier_and_leads_to_the_same_page(lan, cast):
    first, second = lan.post(REFERENCE, filled(cast)), lan.post(REFERENCE, filled(cast))
    assert Dossier.objects.count() == 1
    assert first["Location"] == second["Location"] and second.status_code == 302


def test_a_form_that_was_refused_may_be_sent_again_with_its_own_key(lan, cast):
    html = refused(lan.post(REFERENCE, filled(cast, applicant__number="1")))
    assert value(html, "key") == "khoa-cua-bieu-mau" and not Submission.objects.exists()
    lan.post(REFERENCE, filled(cast))
    assert Dossier.objects.count() == 1


def test_a_form_without_key_is_not_carried_out(lan, cast):
    html = refused(lan.post(REFERENCE, filled(cast, key=None)))
    assert "Biểu mẫu đã cũ" in html


def test_a_double_press_on_the_draft_keeps_one_draft(lan, cast):
    lan.post(REFERENCE, filled(cast, do="draft"))
    lan.post(REFERENCE, filled(cast, do="draft"))
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_dossier(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    cast = stage.enter()
    windows = [signed_in(Client(), cast, "lan") for _ in range(2)]
    both, answers = threading.Barrier(2), []

    def press(window) -> None:
        both.wait()
        answers.append(window.post(REFERENCE, filled(cast)))
        connection.close()

    threads = [threading.Thread(target=press, args=(window,)) for window in windows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Dossier.objects.count() == 1
    assert len({answer["Location"] for answer in answers}) == 1


# Letters


def test_bytes_that_are_no_text_are_said_at_their_field(lan, cast):
    body = "&".join(f"{k}={v}" for k, v in filled(cast, applicant__address=None).items()).encode()
    body += b"&applicant-address=Th%F4n%201"
    answer = lan.post(REFERENCE, body, content_type="application/x-www-form-urlencoded")
    assert "ký tự không đọc được" in error(refused(answer), "applicant-address")


def test_bytes_that_are_no_text_do_not_stop_a_search(lan):
    assert lan.get("/tiep-nhan/thu-tuc/?q=%FF%00khai").status_code == 200
    assert lan.get("/tiep-nhan/mo/?ma=%FF%00").status_code == 302


@pytest.mark.parametrize("name", ["applicant-name", "applicant-address", "terms-request", "papers-1-note"])
def test_a_null_character_is_refused_at_its_field(lan, cast, name):
    html = refused(lan.post(REFERENCE, filled(cast) | {name: "Y\0Rỗi"}))
    assert error(html, name)


@pytest.mark.parametrize("name", ["owners", "extras", "points", "draft", "counter"])
def test_a_hidden_number_that_is_none_does_no_harm(lan, cast, name):
    answer = lan.post(REFERENCE, filled(cast, do="look") | {name: "²9" * 30})
    assert answer.status_code == (409 if name == "counter" else 200)


def test_a_thousand_rows_asked_for_are_fifty(lan, cast):
    html = lan.post(REFERENCE, filled(cast, do="look", owners=1000)).content.decode()
    assert value(html, "owners") == "50"
