"""Publishing decisions in the back office: drafted and published by pages, each press once, bad input at its field."""

import json
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.casework.file import file_and_accept
from motcua.catalogue.models import DecisionItem, ProcedureVersion, PublishingDecision
from tests import cast as stage
from tests.casework.test_decisions import BIRTH
from tests.casework.test_import_spreadsheet import book, filled
from tests.cast import moment
from tests.web.office_pages import address, error_at, sign_in, text_of
from tests.web.office_pages import press as pressed_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HEAD = {
    "number": "12/QĐ-UBND", "dated": "27/02/2026", "agency": "H48 · Ủy ban nhân dân tỉnh Quảng Ngãi",
    "effective_from": "10/03/2026", "legal_from": "16/03/2026", "subject": "Lĩnh vực hộ tịch",
}  # fmt: skip


KEYS = count()


def press(client, url, **values):
    """Send a form that was opened anew."""
    return pressed_with(client, url, key=f"a-key-of-its-own-{next(KEYS)}", **values)


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


@pytest.fixture
def draft(quan):
    press(quan, address("decision_new"), **HEAD)
    return PublishingDecision.objects.get()


def seen():
    return {"seen": PublishingDecision.objects.get().edition}


def content(quan, draft, **changes):
    """What the form of an amendment holds, as a browser would send it, with some of it changed."""
    form = quan.get(address("decision_item", draft.pk, BIRTH) + "?loai=amended").context["content"]
    sent = {"kind": "amended", **seen()}
    for name in form.main.fields:
        value = form.main[name].value()
        sent[name] = "" if value is None else value
    for rows in (form.papers, form.cases, form.holds, form.amounts, form.reductions):
        for hidden in rows.management_form:
            sent[hidden.html_name] = hidden.value()
        for row in rows:
            for name in row.fields:
                value = row[name].value()
                if value not in (None, False, ""):
                    sent[row[name].html_name] = value
    return sent | changes


def test_a_decision_is_drafted_filled_and_published_by_pages_alone(quan, draft):
    answer = press(quan, address("decision_item_new", draft.pk), code=BIRTH, kind="amended", **seen())
    assert answer["Location"] == address("decision_item", draft.pk, BIRTH) + "?loai=amended"
    answer = press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft, amount="1", unit="same_day"))
    shown = text_of(quan.get(answer["Location"]))
    assert "3 ngày làm việc trong ngày" in shown
    press(quan, address("decision_publish", draft.pk), **seen())
    version = ProcedureVersion.objects.get(procedure__code=BIRTH, n=2)
    assert (version.limit_unit, str(version.valid_from)) == ("same_day", "2026-03-10")
    page = text_of(quan.get(address("decision", draft.pk)))
    assert "đã công bố" in page and "phải ký chậm nhất 09/03/2026" in page


def test_a_form_sent_back_untouched_says_what_was_said_before(quan, draft):
    press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft))
    published = ProcedureVersion.objects.get(procedure__code=BIRTH).published
    assert DecisionItem.objects.get().content == published
    assert "Nội dung giống bản đang có hiệu lực." in text_of(quan.get(address("decision", draft.pk)))


def test_limits_say_what_gives_them_and_for_whom_and_grounds_to_hold_are_cited(quan, draft):
    sent = content(
        quan, draft,
        **{
            "limit_basis": "Điều 5 Luật Hộ tịch", "limit_channels": ["direct", "post"],
            "th-0-name": "Nộp trực tuyến", "th-0-amount": "2", "th-0-unit": "working_day",
            "th-0-limit_basis": "Điều 6", "th-0-limit_channels": ["online"],
            "td-0-name": "Chờ xác minh", "td-0-basis": "Điều 16", "td-0-kind": "other",
        },
    )  # fmt: skip
    press(quan, address("decision_item", draft.pk, BIRTH), **sent)
    line = DecisionItem.objects.get().content
    assert (line["limit"]["legal_basis"], line["limit"]["channels"]) == ("Điều 5 Luật Hộ tịch", ["direct", "post"])
    assert line["cases"] == [
        {"name": "Nộp trực tuyến", "amount": "2", "unit": "working_day", "legal_basis": "Điều 6",
         "channels": ["online"]}
    ]  # fmt: skip
    assert line["holds"] == [{"name": "Chờ xác minh", "basis": "Điều 16", "kind": "other"}]
    press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft))
    assert DecisionItem.objects.get().content == line
    page = text_of(quan.get(address("decision_comparison", draft.pk, BIRTH)))
    assert "Điều 16" in page and "Chờ xác minh" in page


@pytest.mark.parametrize(
    "changes, field, said",
    [
        ({"td-0-name": "Chờ xác minh"}, "limit_text", "phải dẫn điều, khoản và văn bản"),
        ({"limit_channels": ["direct"]}, "amount", "Hồ sơ nộp trực tuyến chưa có thời hạn nào."),
    ],
)
def test_a_limit_or_ground_that_cannot_be_is_told_and_nothing_typed_is_lost(quan, draft, changes, field, said):
    answer = press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft, **changes))
    assert answer.status_code == 422
    assert said in error_at(answer, field)
    assert not DecisionItem.objects.exists()


def test_papers_are_changed_added_and_struck_out(quan, draft):
    sent = content(
        quan,
        draft,
        **{"giay-0-copies": "2", "giay-1-DELETE": "on", "giay-3-name": "Văn bản ủy quyền", "giay-3-originals": "1"},
    )
    press(quan, address("decision_item", draft.pk, BIRTH), **sent)
    papers = [(c["name"], c["originals"], c["copies"]) for c in DecisionItem.objects.get().content["components"]]
    assert papers == [
        ("Tờ khai đăng ký khai sinh", 1, 2),
        ("Bản sao giấy chứng nhận kết hôn", 0, 1),
        ("Văn bản ủy quyền", 1, 0),
    ]


def test_charges_are_typed_row_by_row_and_gathered(quan, draft):
    rows = {
        "thu-0-name": "Lệ phí hộ tịch", "thu-0-amount": "8.000 đồng", "thu-0-channels": ["direct"], "thu-0-kind": "fee",
        "thu-0-per": "dossier", "giam-0-name": "Lệ phí hộ tịch", "giam-0-percent": "100", "giam-0-ground": "Hộ nghèo",
    }  # fmt: skip
    answer = press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft, **rows))
    assert DecisionItem.objects.get().content["charges"] == [
        {"name": "Lệ phí hộ tịch", "kind": "fee", "per": "dossier", "basis": "",
         "amounts": [{"amount": 8000, "channels": ["direct"]}],
         "reductions": [{"percent": 100, "ground": "Hộ nghèo", "basis": ""}]},
    ]  # fmt: skip
    assert "Lệ phí hộ tịch: 8.000 ₫/hồ sơ (nộp trực tiếp)" in text_of(quan.get(answer["Location"]))
    before = DecisionItem.objects.get().content
    press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft))
    assert DecisionItem.objects.get().content == before


ROW = {"thu-0-name": "A", "thu-0-amount": "1", "thu-0-kind": "fee", "thu-0-per": "dossier"}


@pytest.mark.parametrize(
    "rows, said",
    [
        (ROW | {"thu-0-amount": ""}, "Cần ghi số tiền"),
        ({"giam-0-name": "B", "giam-0-percent": "50"}, "không có khoản thu nào tên như vậy"),
        (ROW | {"thu-0-amount": "x"}, "không phải là số tiền"),
        (ROW | {"thu-0-case": "Không có"}, "không áp dụng cho hồ sơ nào"),
    ],
)  # fmt: skip
def test_charges_that_do_not_fit_together_are_told_and_nothing_is_lost(quan, draft, rows, said):
    answer = press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft, result="Trích lục", **rows))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Trích lục" in answer.content.decode()


def test_more_rows_come_without_losing_what_was_typed(quan, draft):
    sent = content(quan, draft, fee_text="10.000 đồng", do="more-giay")
    answer = press(quan, address("decision_item", draft.pk, BIRTH), **sent)
    form = answer.context["content"]
    assert len(form.papers.forms) == 7
    assert form.main["fee_text"].value() == "10.000 đồng"
    assert not DecisionItem.objects.exists()


@pytest.mark.parametrize(
    "changes, field, said",
    [
        ({"name": ""}, "name", "bắt buộc"),
        ({"amount": "ba"}, "amount", "không phải là số"),
        ({"amount": "3", "unit": ""}, "unit", "Chọn đơn vị của thời hạn."),
        ({"sets": "0"}, "sets", "1"),
    ],
)
def test_bad_content_is_told_at_its_field_and_nothing_typed_is_lost(quan, draft, changes, field, said):
    answer = press(
        quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft, result="Trích lục", **changes)
    )
    assert answer.status_code == 422
    assert said in error_at(answer, field)
    assert "Trích lục" in answer.content.decode()


def test_dossiers_follow_only_for_a_reason(quan, draft):
    sent = content(quan, draft, fee_text="10.000 đồng", moves="on")
    answer = press(quan, address("decision_item", draft.pk, BIRTH), **sent)
    assert "Cần ghi lý do chuyển hồ sơ đang giải quyết sang bản mới." in text_of(answer)


@pytest.mark.parametrize(
    "changes, field, said",
    [
        ({"number": ""}, "number", "bắt buộc"),
        ({"dated": "03/03/2026", "effective_from": "03/03/2026"}, "dated", "Ngày của quyết định chưa tới."),
        ({"effective_from": "26/02/2026"}, "effective_from", "trước ngày ký"),
        ({"agency": ""}, "agency", "bắt buộc"),
    ],
)
def test_a_bad_head_is_told_at_its_field(quan, changes, field, said):
    answer = press(quan, address("decision_new"), **(HEAD | changes))
    assert said in error_at(answer, field)
    assert not PublishingDecision.objects.exists()


@pytest.mark.parametrize(
    "code, kind, said",
    [
        ("1.000656", "amended", "Chưa có thủ tục này"),
        (BIRTH, "new", "Thủ tục đang có hiệu lực"),
        ("abc", "amended", "không phải mã thủ tục"),
    ],
)
def test_a_procedure_that_cannot_be_so_decided_is_told_before_anything_is_typed(quan, draft, code, kind, said):
    answer = press(quan, address("decision_item_new", draft.pk), code=code, kind=kind, **seen())
    assert said in error_at(answer, "code")


def test_a_repealed_procedure_is_in_the_draft_at_once_and_can_be_taken_out(quan, draft):
    press(quan, address("decision_item_new", draft.pk), code=BIRTH, kind="repealed", **seen())
    assert DecisionItem.objects.get().kind == "repealed"
    press(quan, address("decision_item_drop", draft.pk, BIRTH), **seen())
    assert not DecisionItem.objects.exists()


def test_a_file_with_bad_lines_is_told_line_by_line(quan, draft):
    lines = [stage.procedure_line(code="1.000656"), stage.procedure_line(code="xyz")]
    file = SimpleUploadedFile("a.jsonl", "\n".join(json.dumps(line) for line in lines).encode())
    answer = press(quan, address("decision_fill", draft.pk), file=file, **seen())
    assert answer.status_code == 422
    assert "Dòng 2" in text_of(answer)
    assert not DecisionItem.objects.exists()


def test_a_spreadsheet_made_from_the_template_fills_the_draft(quan, draft):
    for page in (address("decision_fill", draft.pk), address("decisions")):
        assert address("procedure_template") in quan.get(page).content.decode()
    answer = quan.get(address("procedure_template"))
    assert answer["Content-Disposition"] == 'attachment; filename="mau-nhap-thu-tuc.xlsx"'
    upload = SimpleUploadedFile("thu-tuc.xlsx", book(filled()))
    press(quan, address("decision_fill", draft.pk), file=upload, **seen())
    assert DecisionItem.objects.get().code == "2.000001"


def test_the_scan_is_kept_and_shown(quan, draft):
    file = SimpleUploadedFile("qd.pdf", b"%PDF-1.4 quyet dinh")
    press(quan, address("decision_scan_keep", draft.pk), file=file, **seen())
    answer = quan.get(address("decision_scan", draft.pk))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_what_is_in_flight_is_listed_by_code_with_nothing_personal(quan, cast, draft):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-03-02 08:00"))
    press(quan, address("decision_item_new", draft.pk), code=BIRTH, kind="repealed", **seen())
    assert "1 hồ sơ đang giải quyết" in text_of(quan.get(address("decision", draft.pk)))
    shown = text_of(quan.get(address("decision_in_flight", draft.pk, BIRTH)))
    assert dossier.code in shown
    assert dossier.parties.get(role="applicant").name not in shown


def test_a_draft_is_thrown_away(quan, draft):
    press(quan, address("decision_drop", draft.pk), **seen())
    assert not PublishingDecision.objects.exists()


def test_an_officer_of_a_counter_has_no_such_pages(cast, draft):
    lan = sign_in(Client(), cast, "lan")
    for name in ("decisions", "decision_new"):
        assert lan.get(address(name)).status_code in (403, 404)
    assert lan.get(address("decision", draft.pk)).status_code in (403, 404)


def test_versions_are_compared_between_two_days(quan, draft):
    press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft, fee_text="10.000 đồng"))
    press(quan, address("decision_publish", draft.pk), **seen())
    shown = text_of(quan.get(address("versions_compared", BIRTH) + "?tu=09/03/2026&den=10/03/2026"))
    assert "Miễn lệ phí 10.000 đồng" in shown
    assert "12/QĐ-UBND" in shown


def test_officers_read_what_changed_once(quan, cast, draft):
    press(quan, address("decision_item", draft.pk, BIRTH), **content(quan, draft, fee_text="10.000 đồng"))
    press(quan, address("decision_publish", draft.pk), **seen())
    lan = sign_in(Client(), cast, "lan")
    for page in (reverse("desk:home"), reverse("counter:home")):
        assert "1 thủ tục bạn phụ trách vừa thay đổi" in text_of(lan.get(page))
    shown = text_of(lan.get(reverse("desk:changes")))
    assert "Miễn lệ phí 10.000 đồng" in shown
    press(lan, reverse("desk:changes"), doc=draft.pk)
    assert "vừa thay đổi" not in text_of(lan.get(reverse("desk:home")))
    assert "Không có thay đổi nào chưa đọc." in text_of(lan.get(reverse("desk:changes")))
