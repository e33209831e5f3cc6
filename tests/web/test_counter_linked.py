"""A declaration for linked procedures on the pages: taken in at the counter, seen at the desk, tracked by anybody."""

import pytest

from motcua.dossiers.models import Declaration, Dossier, Draft
from tests import cast as stage
from tests.casework import declarations
from tests.cast import moment
from tests.web.counter_forms import error, filled, signed_in, value

pytestmark = pytest.mark.django_db
PAGE = "/tiep-nhan/lien-thong/2.000986/"


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-02 08:00"))
    cast = stage.enter()
    declarations.publish()
    return cast


@pytest.fixture
def lan(client, cast):
    return signed_in(client, cast, "lan")


def form(cast, html: str, **changes):
    """The page filled in: one applicant, and the joint checklist of three papers ticked."""
    typed = filled(cast, terms__competent=None, mode=None, points=None, **changes)
    typed |= {f"papers-{n}-originals": 1 for n in (1, 2, 3)} | {"papers-3-copies": 0}
    return typed | {"version": value(html, "version"), "linked": "1"}


def test_the_counters_page_leads_to_the_groups_it_receives(lan):
    html = lan.get("/tiep-nhan/").content.decode()
    assert f'href="{PAGE}"' in html


def test_a_counter_that_decides_none_of_the_procedures_is_offered_no_group(client, cast):
    assert PAGE not in signed_in(client, cast, "tuyet").get("/tiep-nhan/").content.decode()


def test_the_page_says_each_procedure_its_order_and_the_one_appointment(lan):
    html = lan.get(PAGE).content.decode()
    assert "17:00 thứ Năm 19/11/2026" in html
    assert "bắt đầu khi có kết quả của thủ tục số 1" in html
    assert html.count(declarations.FORM) < html.count("papers-1-") and "papers-4-got" not in html


def test_from_the_counter_to_the_desk_and_to_whoever_tracks_it(lan, cast, client):
    html = lan.get(PAGE).content.decode()
    answer = lan.post(PAGE, form(cast, html))
    declaration = Declaration.objects.get()
    codes = [row.dossier.code for row in declaration.members.all()]
    assert answer["Location"] == f"/tiep-nhan/da-nhan/{declaration.code}/"
    done = lan.get(answer["Location"]).content.decode()
    assert all(code in done for code in codes) and "17:00 thứ Năm 19/11/2026" in done
    assert "Liên thông: 3 hồ sơ" in done and done.count(".pdf") >= 1
    desk = lan.get(f"/ho-so/{codes[1]}/").content.decode()
    assert "Liên thông: 3 hồ sơ" in desk and f'href="/ho-so/{codes[0]}/"' in desk
    assert "Chờ kết quả của thủ tục số 1; thời hạn chưa tính." in desk
    client.logout()
    tracked = client.get(f"/tra-cuu/{codes[1]}/").content.decode()
    assert f"đang chờ kết quả của hồ sơ {codes[0]}" in tracked and f'href="/tra-cuu/{codes[2]}/"' in tracked
    assert "Phạm" not in tracked and "thường trú" not in tracked  # codes and states, nothing else


def test_pressing_twice_files_once(lan, cast):
    sent = form(cast, lan.get(PAGE).content.decode())
    lan.post(PAGE, sent)
    lan.post(PAGE, sent)
    assert (Declaration.objects.count(), Dossier.objects.count()) == (1, 3)


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(lan, cast):
    sent = form(cast, lan.get(PAGE).content.decode()) | {"applicant-number": "12"}
    del sent["papers-3-got"]
    answer = lan.post(PAGE, sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert error(html, "applicant-number") and "giấy tờ số 3" in html
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân"
    assert not Dossier.objects.exists()


def test_a_draft_goes_on_where_it_was_left(lan, cast):
    sent = form(cast, lan.get(PAGE).content.decode()) | {"do": "draft", "applicant-name": "Y Rỗi"}
    answer = lan.post(PAGE, sent)
    assert answer["Location"] == f"{PAGE}?nhap={Draft.objects.get().pk}"
    assert answer["Location"] in lan.get("/tiep-nhan/").content.decode()
    assert value(lan.get(answer["Location"]).content.decode(), "applicant-name") == "Y Rỗi"


def test_a_group_that_ended_meanwhile_keeps_the_letters_in_a_draft(lan, cast):
    sent = form(cast, lan.get(PAGE).content.decode())
    declarations.put(declarations.line(to="2026-11-01"))
    answer = lan.post(PAGE, sent)
    assert answer.status_code == 409 and "2.000986" in answer.content.decode()
    assert Draft.objects.get().form["applicant-name"] == ["Phạm Văn Đồng Xuân"]


def test_a_procedure_that_changed_meanwhile_is_said_before_anything_is_filed(lan, cast):
    sent = form(cast, lan.get(PAGE).content.decode())
    stage.publish_procedure(code=declarations.RESIDENCE, name="Đăng ký thường trú, bản mới")
    html = lan.post(PAGE, sent).content.decode()
    assert "vừa có bản mới" in html and not Dossier.objects.exists()


def test_an_unknown_group_is_told_in_a_sentence(lan):
    answer = lan.get("/tiep-nhan/lien-thong/9.999999/")
    assert answer.status_code == 409 and "9.999999" in answer.content.decode()


def test_the_preview_follows_what_is_chosen(lan):
    html = lan.get(f"{PAGE}xem-truoc/").content.decode()
    assert "17:00 thứ Năm 19/11/2026" in html and "<html" not in html
