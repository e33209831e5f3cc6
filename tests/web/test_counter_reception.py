"""Taking a dossier in at the counter: what each button of the reception page does."""

import pytest

from motcua.catalogue import actions as catalogue_actions
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.offices import actions as office_actions
from motcua.offices.roles import Role
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import CARD, REFERENCE, error, filled, picture, signed_in, ticked, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


def page(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


# Looking


def test_the_page_says_when_it_would_be_due_and_why(lan):
    html = page(lan.get(REFERENCE))
    assert "17:00 thứ Tư 25/11/2026" in html  # 24/11 is a day off
    assert "24/11/2026" in html and "Miễn lệ phí" in html and "Giấy khai sinh" in html


def test_the_published_counts_stand_ready_in_the_checklist(lan):
    html = page(lan.get(REFERENCE))
    assert [value(html, f"papers-{n}-{what}") for n in (1, 3) for what in ("originals", "copies")] == [
        "1",
        "0",
        "0",
        "1",
    ]
    assert not ticked(html, "papers-1-got")


def test_the_preview_alone_is_given_to_htmx(lan):
    html = page(lan.get(f"{REFERENCE}xem-truoc/", headers={"HX-Request": "true"}))
    assert "17:00 thứ Tư 25/11/2026" in html and "<html" not in html


def test_the_preview_of_a_supplement_request_promises_no_date(lan):
    html = page(lan.get(f"{REFERENCE}xem-truoc/", {"mode": "ask"}))
    assert "Chưa tính hạn" in html and "25/11/2026" not in html


# Accepting


def test_a_complete_reception_makes_a_dossier_with_code_and_slip(lan, cast):
    answer = lan.post(REFERENCE, filled(cast))
    dossier = Dossier.objects.get()
    assert answer["Location"] == f"/tiep-nhan/da-nhan/{dossier.code}/"
    assert (dossier.state, dossier.slips.count()) == (Status.ACCEPTED, 1)
    html = page(lan.get(answer["Location"]))
    assert dossier.code in html and "17:00 thứ Tư 25/11/2026" in html
    assert f'href="/tiep-nhan/phieu/{dossier.slips.get().pk}.pdf"' in html


def test_what_was_typed_is_what_is_kept(lan, cast):
    lan.post(
        REFERENCE,
        filled(cast, terms__channel="post", terms__delivery="post", terms__sets=2, terms__request="Cấp 2 bản")
        | {"papers-3-copies": 3, "papers-3-note": "đã đối chiếu"},
    )
    d = Dossier.objects.get()
    assert (d.channel, d.delivery, d.sets, d.request) == ("post", "post", 2, "Cấp 2 bản")
    third = d.received.get(n=3)
    assert (third.originals, third.copies, third.note) == (0, 3, "đã đối chiếu")
    applicant = d.parties.get(role="applicant")
    assert (applicant.birth_date, applicant.phone) == ("1990-03-02", "+84905123456")


def test_a_paper_that_is_not_needed_does_not_hold_the_reception_up(lan, cast):
    lan.post(REFERENCE, filled(cast, papers__3__got=None, papers__3__not_needed="on"))
    row = Dossier.objects.get().received.get(n=3)
    assert (row.not_needed, row.copies) == (True, 0)


def test_a_paper_beside_the_list_is_received_by_its_name(lan, cast):
    extra = {"extras": 1, "extras-0-name": "Đơn trình bày", "extras-0-originals": 1, "extras-0-copies": 0}
    lan.post(REFERENCE, filled(cast) | extra)
    assert Dossier.objects.get().received.filter(component=None).get().name == "Đơn trình bày"


def test_a_scan_goes_with_its_paper(lan, cast):
    lan.post(REFERENCE, filled(cast) | {"papers-2-files": picture()})
    attached = Dossier.objects.get().attachments.get()
    assert (attached.component_n, attached.name, attached.file.media_type) == (2, "Giấy chứng sinh", "image/png")


def test_a_scan_ticks_its_paper(lan, cast):
    lan.post(REFERENCE, filled(cast, papers__2__got=None) | {"papers-2-files": picture()})
    assert Dossier.objects.get().received.get(n=2).originals == 1


def test_one_agency_of_several_is_chosen_and_the_receipt_follows_it(client, cast):
    other = office_actions.open_agency(
        office_actions.AgencyData("H48.06", "Sở Nội vụ", "department", "province", "H48"),
        by="test", at=stage.BEGINNING, day=stage.BEGINNING.date(),
    )  # fmt: skip
    catalogue_actions.set_competences(cast.version.procedure, agencies=[], kinds=["department"])
    tuyet = signed_in(client, cast, "tuyet")
    assert "Sở Nội vụ</option>" in page(tuyet.get(REFERENCE))
    tuyet.post(REFERENCE, filled(cast, counter=cast.centre.pk, terms__competent=other.pk))
    assert Dossier.objects.get().competent_id == other.pk


# Parties


def test_a_parent_files_for_a_newborn_without_number(lan, cast):
    lan.post(
        REFERENCE,
        filled(cast, applicant__capacity="parent")
        | {
            "owners-0-kind": "citizen",
            "owners-0-name": "A Nhất Niê Kđăm",
            "owners-0-no_number": "on",
            "owners-0-no_number_reason": "Trẻ mới sinh",
        },
    )
    d = Dossier.objects.get()
    owner = d.parties.get(role="owner")
    assert (owner.name, owner.number, owner.no_number_reason) == ("A Nhất Niê Kđăm", "", "Trẻ mới sinh")
    assert d.parties.get(role="applicant").capacity == "parent"


def test_an_authorised_applicant_is_printed_with_the_document(lan, cast):
    lan.post(
        REFERENCE,
        filled(
            cast,
            applicant__capacity="authorised",
            applicant__authority_document="12/UQ",
            applicant__authority_date="10/11/2026",
        )
        | {"owners-0-kind": "citizen", "owners-0-name": "Y Rỗi", "owners-0-number": "064190001234"},
    )
    receipt = Dossier.objects.get().slips.get().content
    assert receipt["applicant"]["capacity"] == "Người được ủy quyền theo văn bản số 12/UQ ngày 10/11/2026"


def test_who_files_in_their_own_name_stays_an_owner_beside_those_added(lan, cast):
    lan.post(
        REFERENCE,
        filled(cast, owners=1)
        | {"owners-0-kind": "citizen", "owners-0-name": "Y Rỗi", "owners-0-number": "064190001234"},
    )
    owners = Dossier.objects.get().parties.filter(role="owner")
    assert [o.name for o in owners] == ["Phạm Văn Đồng Xuân", "Y Rỗi"]


def test_an_enterprise_is_known_by_its_tax_code_and_has_no_birth_date(lan, cast):
    lan.post(
        REFERENCE,
        filled(
            cast,
            applicant__kind="enterprise",
            applicant__name="Công ty TNHH Một thành viên Sông Trà 2",
            applicant__number="0100109106",
            applicant__representative="Y Rỗi",
        ),
    )
    applicant = Dossier.objects.get().parties.get(role="applicant")
    assert (applicant.number, applicant.representative, applicant.birth_date) == ("0100109106", "Y Rỗi", "")


# Deciding otherwise


def test_a_result_at_once_is_recorded_from_filing_to_return(lan, cast):
    result = {
        "result-outcome": "granted",
        "result-kind": "Giấy khai sinh",
        "result-number": "12/2026",
        "result-issued_on": "19/11/2026",
        "result-signer": "Đinh Văn Sơn",
        "result-capacity": "TM.",
        "result-copies": 1,
        "result-returned_to": "Y Rỗi",
    }
    answer = lan.post(REFERENCE, filled(cast, mode="at_once") | result)
    d = Dossier.objects.get()
    assert (d.state, d.outcome, d.slips.count()) == (Status.RETURNED, "granted", 0)
    assert d.results.get().returned_to == "Y Rỗi"
    assert "Không in giấy tiếp nhận" in page(lan.get(answer["Location"]))


def test_a_result_at_once_prints_a_receipt_when_asked_to(lan, cast):
    result = {
        "result-kind": "Giấy khai sinh",
        "result-number": "12/2026",
        "result-issued_on": "19/11/2026",
        "result-signer": "Đinh Văn Sơn",
        "result-copies": 1,
        "result-receipt": "on",
    }
    lan.post(REFERENCE, filled(cast, mode="at_once") | result)
    assert Dossier.objects.get().slips.get().form == "01"


def test_what_a_result_lacks_is_said_at_its_fields(lan, cast):
    answer = lan.post(REFERENCE, filled(cast, mode="at_once") | {"result-issued_on": "01/12/2026", "result-copies": 1})
    html = answer.content.decode()
    assert answer.status_code == 422 and not Dossier.objects.exists()
    assert error(html, "result-number") and error(html, "result-signer")


def test_a_refusal_of_the_verb_stands_at_the_field_it_names(lan, cast):
    result = {
        "result-kind": "Giấy khai sinh",
        "result-number": "12/2026",
        "result-issued_on": "01/12/2026",
        "result-signer": "Đinh Văn Sơn",
        "result-copies": 1,
    }
    html = lan.post(REFERENCE, filled(cast, mode="at_once") | result).content.decode()
    assert error(html, "result-issued_on") == "Ngày của kết quả ở tương lai."
    assert not Dossier.objects.exists()


def test_the_points_of_a_supplement_request_are_drafted_from_what_is_not_ticked(lan, cast):
    html = page(lan.post(REFERENCE, filled(cast, do="open:ask", papers__1__got=None, papers__3__got=None)))
    assert value(html, "points-0-component") == "Tờ khai đăng ký khai sinh"
    assert value(html, "points-1-guidance") == "Nộp 01 bản sao."


def test_points_once_written_are_not_drafted_anew(lan, cast):
    written = {"points": 1, "points-0-component": "Tờ khai", "points-0-reason": "Mờ", "points-0-guidance": "Viết lại"}
    html = page(lan.post(REFERENCE, filled(cast, do="open:ask", papers__1__got=None) | written))
    assert value(html, "points-0-component") == "Tờ khai"


def test_a_supplement_request_leaves_with_form_02_and_no_clock(lan, cast):
    points = {
        "points": 2,
        "points-0-component": "Giấy chứng sinh",
        "points-0-reason": "Chưa nộp",
        "points-0-guidance": "Nộp 01 bản chính",
        "points-0-n": 2,
        "ask-basis": "Điều 17 Nghị định 118/2025/NĐ-CP",
    }
    lan.post(REFERENCE, filled(cast, mode="ask", papers__2__got=None) | points)
    d = Dossier.objects.get()
    assert (d.state, d.due_at, d.slips.get().form) == (Status.SUPPLEMENT, None, "02")
    assert [item["n"] for item in d.supplement_requests.get().items] == [2]  # a point left blank is none


def test_a_point_without_reason_is_said_at_that_point(lan, cast):
    points = {
        "points": 2,
        "points-1-component": "Giấy chứng sinh",
        "points-1-reason": "",
        "points-1-guidance": "Nộp 01 bản chính",
    }
    html = lan.post(REFERENCE, filled(cast, mode="ask") | points).content.decode()
    assert "cần ghi lý do" in error(html, "points-1-reason")


def test_a_refused_request_leaves_with_form_03_and_its_reasons(lan, cast):
    refusal = {"refusal-reasons": "Không thuộc thẩm quyền\n\nNộp sai nơi", "refusal-basis": "Điều 17"}
    lan.post(REFERENCE, filled(cast, mode="refuse") | refusal)
    d = Dossier.objects.get()
    assert (d.state, d.slips.get().form) == (Status.NOT_ACCEPTED, "03")
    assert d.slips.get().content["reasons"] == ["Không thuộc thẩm quyền", "Nộp sai nơi"]


def test_a_refusal_without_reason_is_said_at_its_field(lan, cast):
    html = lan.post(REFERENCE, filled(cast, mode="refuse")).content.decode()
    assert error(html, "refusal-reasons") == "Cần ghi lý do từ chối tiếp nhận."


def test_a_closed_panel_carries_what_was_typed_into_it(lan, cast):
    typed = filled(cast, do="open:accept", mode="refuse") | {"refusal-reasons": "Không thuộc thẩm quyền"}
    html = page(lan.post(REFERENCE, typed))
    assert value(html, "refusal-reasons") == "Không thuộc thẩm quyền"
    assert "Tiếp nhận và in phiếu" in html


# Buttons that decide nothing


def test_the_card_fills_the_applicant_in(lan, cast):
    typed = filled(cast, do="card:applicant", applicant__name="", applicant__number="", applicant__address="")
    html = page(lan.post(REFERENCE, typed | {"applicant-card": CARD}))
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân"
    assert (value(html, "applicant-number"), value(html, "applicant-birth_date")) == ("051090001234", "02/03/1990")
    assert value(html, "applicant-address").startswith("Thôn 1") and value(html, "applicant-card") == ""
    assert value(html, "applicant-phone") == "0905123456"  # what was typed before stays


def test_a_text_that_is_no_card_is_said_at_the_scan_field(lan, cast):
    answer = lan.post(REFERENCE, filled(cast, do="card:applicant") | {"applicant-card": "https://example.vn/khai-sinh"})
    html = answer.content.decode()
    assert "không phải của thẻ căn cước" in error(html, "applicant-card")
    assert value(html, "applicant-card") == "https://example.vn/khai-sinh"


def test_owners_are_added_and_taken_away_without_losing_the_others(lan, cast):
    two = {"owners": 2, "owners-0-name": "Y Rỗi", "owners-1-name": "A Nhất"}
    html = page(lan.post(REFERENCE, filled(cast, do="drop:owners-0") | two))
    assert value(html, "owners-0-name") == "A Nhất" and value(html, "owners") == "1"
    html = page(lan.post(REFERENCE, filled(cast, do="add:owners") | two))
    assert value(html, "owners-1-name") == "A Nhất" and value(html, "owners-2-name") == ""


def test_all_required_papers_are_ticked_by_one_button(lan, cast):
    html = page(lan.post(REFERENCE, filled(cast, do="tick", papers__1__got=None, papers__2__got=None)))
    assert all(ticked(html, f"papers-{n}-got") for n in (1, 2, 3))


# Drafts


def test_a_draft_keeps_everything_and_goes_on_where_it_stopped(lan, cast):
    answer = lan.post(REFERENCE, filled(cast, do="draft", papers__2__got=None) | {"papers-1-files": picture()})
    assert not Dossier.objects.exists()
    html = page(lan.get(answer["Location"]))
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân"
    assert ticked(html, "papers-1-got") and not ticked(html, "papers-2-got")
    assert "giay-chung-sinh.png" in html


def test_a_draft_saved_again_stays_one_draft(lan, cast):
    lan.post(REFERENCE, filled(cast, do="draft"))
    lan.post(REFERENCE, filled(cast, do="draft", key="mot-khoa-khac", draft=Draft.objects.get().pk))
    assert Draft.objects.count() == 1


def test_a_draft_that_became_a_dossier_is_gone(lan, cast):
    lan.post(REFERENCE, filled(cast, do="draft"))
    lan.post(REFERENCE, filled(cast, key="mot-khoa-khac", draft=Draft.objects.get().pk))
    assert Dossier.objects.count() == 1 and not Draft.objects.exists()


def test_a_draft_of_somebody_else_does_not_exist(client, cast):
    signed_in(client, cast, "lan").post(REFERENCE, filled(cast, do="draft"))
    other = signed_in(client, cast, "cuc")
    assert other.get(REFERENCE, {"nhap": Draft.objects.get().pk}).status_code == 404


# Who, where, how often


def test_the_dossier_belongs_to_the_counter_at_which_the_form_was_opened(client, cast):
    office_actions.give_post(
        account=cast.people["lan"], agency=cast.centre, role=Role.RECEIVER, day=stage.BEGINNING.date(),
        by="test", at=stage.BEGINNING,
    )  # fmt: skip
    lan = signed_in(client, cast, "lan")
    lan.post("/tiep-nhan/quay/", {"counter": cast.centre.pk})
    lan.post(REFERENCE, filled(cast))
    assert Dossier.objects.get().receiving_id == cast.counter.pk


def test_one_press_records_filing_and_acceptance_by_who_pressed(lan, cast):
    lan.post(REFERENCE, filled(cast))
    events = Event.objects.filter(stream=Dossier.objects.get().stream)
    assert [(e.kind, e.by) for e in events] == [
        ("dossier.filed", cast.lan.ref),
        ("dossier.accepted", cast.lan.ref),
    ]


def test_who_does_not_receive_finds_no_reception(client, cast):
    for name in ("minh", "hanh", "quan", "an"):
        assert signed_in(client, cast, name).get(REFERENCE).status_code == 404
