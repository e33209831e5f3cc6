"""An assistant records what a leader signed on paper: who may, with what, and who is named afterwards."""

import json
from datetime import date

import pytest

from motcua.casework.advance import advance, send_back
from motcua.casework.attribution import attributions
from motcua.casework.file import file_and_accept
from motcua.casework.office.assistance import end_assistance, enter_assistance
from motcua.casework.signed_on_paper import SignedBy
from motcua.casework.take import take
from motcua.dossiers.models import Attachment, Dossier
from motcua.files.actions import store
from motcua.journal.models import Event
from motcua.journal.rules import read_facts
from motcua.offices import actions as offices
from motcua.offices import snapshot
from motcua.offices.models import Assistance, Post
from motcua.offices.queries import actor
from motcua.offices.roles import Role
from motcua.workflow.models import PaperSignature, WorkItem
from tests import cast as stage
from tests.casework.refusals import refusal
from tests.casework.test_statements import MOST, statements
from tests.cast import moment

pytestmark = pytest.mark.django_db

AT = moment("2026-11-20 09:00")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def cast():
    return stage.enter()


def entered(cast, **changes: object) -> Assistance:
    """Y Rỗi records for Sơn at the commune."""
    given: dict[str, object] = {
        "assistant_id": cast.people["roi"].pk, "leader_id": cast.people["son"].pk, "agency_id": cast.commune.pk,
        "first": date(2026, 11, 19), "last": None, "by": cast.quan, "at": moment("2026-11-19 08:00"),
    }  # fmt: skip
    return enter_assistance(**(given | changes))


def waiting(cast) -> str:
    """A dossier that waits for Sơn's signature."""
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00")).code
    advance(code, by=cast.minh, at=moment("2026-11-19 10:00"), note="Đề nghị ký")
    return code


def now(cast, name: str = "roi"):
    """A person with the posts and assistances of the day."""
    return actor(cast.people[name], day=AT.date())


def signed(cast, **changes: object) -> SignedBy:
    return SignedBy(**({"leader_id": cast.people["son"].pk, "number": "15/TB-UBND"} | changes))


# What is recorded


def test_the_event_is_the_assistants_and_names_the_leader_as_who_signed(cast):
    entered(cast)
    code = waiting(cast)
    advance(code, by=now(cast), at=AT, note="Đồng ý", signed=signed(cast))
    event = (
        Event.objects.filter(stream=Dossier.objects.get(code=code).stream).order_by("-n").select_related("payload")[0]
    )
    assert (event.kind, event.by) == ("work.advanced", cast.roi.ref)
    assert read_facts(event.facts)["signed_by"] == cast.son.ref and "Sơn" not in event.facts
    payload = json.loads(event.payload.body)
    assert (payload["signed_by"], payload["signed_paper"]) == ("Đinh Văn Sơn", "15/TB-UBND")


def test_the_work_is_operated_by_one_and_signed_by_the_other(cast):
    entered(cast)
    code = waiting(cast)
    send_back(code, by=now(cast), at=AT, to_step=2, note="Thiếu dấu", signed=signed(cast))
    signature = PaperSignature.objects.get()
    assert signature.item.closed_by == cast.people["roi"] and signature.signer == cast.people["son"]
    assert (signature.item.step.n, signature.item.outcome, signature.number) == (3, "back", "15/TB-UBND")


def test_a_scan_is_evidence_too_and_becomes_a_file_of_the_dossier(cast):
    entered(cast)
    code = waiting(cast)
    scan = store(name="ky.pdf", content=PDF, at=AT)
    advance(code, by=now(cast), at=AT, signed=signed(cast, number="", scan=scan))
    attachment = Attachment.objects.get(dossier__code=code, file=scan)
    assert (attachment.kind, attachment.name, attachment.added_by) == ("evidence", "Văn bản đã ký", cast.people["roi"])
    assert PaperSignature.objects.get().scan == scan


def test_the_time_of_the_step_is_the_leaders_not_the_assistants(cast):
    entered(cast)
    code = waiting(cast)
    advance(code, by=now(cast), at=AT, signed=signed(cast))
    pk = Dossier.objects.get(code=code).pk
    (found, _) = attributions({pk: moment("2026-11-19 15:00")}, {pk: AT}, (), snapshot.present())[pk]
    assert {share.n: share.person for share in found.shares}[3] == cast.people["son"].pk


@pytest.mark.parametrize("number", ["", "   "])
def test_nothing_is_recorded_without_the_signed_paper(cast, number):
    entered(cast)
    code = waiting(cast)
    with refusal("Ghi thay cần số của văn bản đã ký", field="number"):
        advance(code, by=now(cast), at=AT, signed=signed(cast, number=number))
    assert WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).step.n == 3
    assert not PaperSignature.objects.exists()


def test_a_scan_must_be_a_picture_of_paper(cast):
    entered(cast)
    code = waiting(cast)
    scan = store(name="ky.pdf", content=PDF, at=AT)
    scan.media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    with refusal("phải là tệp PDF hoặc ảnh", field="scan"):
        advance(code, by=now(cast), at=AT, signed=signed(cast, scan=scan))


def test_a_number_too_long_is_refused(cast):
    entered(cast)
    code = waiting(cast)
    with refusal("80", field="number"):
        advance(code, by=now(cast), at=AT, signed=signed(cast, number="9" * 81))


def test_recording_keeps_to_the_budget_of_a_verb(cast):
    entered(cast)
    roi, scan = now(cast), store(name="ky.pdf", content=PDF, at=AT)
    advance(waiting(cast), by=roi, at=AT, signed=signed(cast))
    for verb, given in ((advance, {}), (send_back, {"to_step": 2, "note": "x"})):
        code = waiting(cast)
        done = statements(lambda verb=verb, code=code, given=given: verb(
            code, by=roi, at=AT, signed=signed(cast, scan=scan), **given
        ))  # fmt: skip
        assert len(done) <= MOST, "\n".join(done)


# Who may


def test_who_was_not_named_may_not(cast):
    code = waiting(cast)
    with refusal("Anh/Chị không được giao ghi thay người này"):
        advance(code, by=now(cast), at=AT, signed=signed(cast))


def test_an_assistant_signs_nothing_in_their_own_name(cast):
    entered(cast)
    code = waiting(cast)
    with refusal("Việc này thuộc vị trí khác"):
        advance(code, by=now(cast), at=AT)


@pytest.mark.parametrize(("first", "last"), [(date(2026, 11, 21), None), (date(2026, 11, 19), date(2026, 11, 19))])
def test_before_and_after_its_days_an_assistance_allows_nothing(cast, first, last):
    entered(cast, first=first, last=last)
    code = waiting(cast)
    with refusal("không được giao ghi thay"):
        advance(code, by=now(cast), at=AT, signed=signed(cast))


def test_only_signing_and_approving_is_recorded_for_a_leader(cast):
    entered(cast)
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00")).code
    with refusal("không được giao ghi thay"):
        advance(code, by=now(cast), at=AT, signed=signed(cast))


def test_what_another_leader_holds_is_not_recorded_for_this_one(cast):
    entered(cast)
    code = waiting(cast)
    offices.give_post(
        account=cast.people["nhat"], agency=cast.commune, role=Role.SIGNER, day=date(2026, 11, 1), by="test", at=AT
    )
    take(code, by=now(cast, "nhat"), at=AT)
    with refusal("không được giao ghi thay"):
        advance(code, by=now(cast), at=AT, signed=signed(cast))


def test_what_the_leader_holds_can_be_recorded(cast):
    entered(cast)
    code = waiting(cast)
    take(code, by=cast.son, at=moment("2026-11-19 11:00"))
    advance(code, by=now(cast), at=AT, signed=signed(cast))
    assert WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).step.n == 4


def test_who_decides_in_person_names_nobody_else_as_the_signer(cast):
    code = waiting(cast)
    with refusal("không được giao ghi thay"):
        advance(code, by=cast.son, at=AT, signed=SignedBy(cast.people["minh"].pk, "1"))


def test_a_leader_whose_post_ended_has_signed_nothing_any_more(cast):
    entered(cast)
    code = waiting(cast)
    Post.objects.filter(account=cast.people["son"]).update(valid_to=AT.date())
    with refusal("không giữ vị trí của bước này", field="signer"):
        advance(code, by=now(cast), at=AT, signed=signed(cast))


def test_an_assistant_whose_post_there_ended_records_nothing_any_more(cast):
    entered(cast)
    code = waiting(cast)
    offices.give_post(
        account=cast.people["roi"], agency=cast.department, role=Role.CLERK, day=date(2026, 11, 1), by="test", at=AT
    )
    Post.objects.filter(account=cast.people["roi"], agency=cast.commune).update(valid_to=AT.date())
    with refusal("không được giao ghi thay"):
        advance(code, by=now(cast), at=AT, signed=signed(cast))


# Entering it


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"leader": "roi"}, "Không ai ghi thay chính mình.", "leader"),
        ({"leader": "minh"}, "không giữ vị trí lãnh đạo", "leader"),
        ({"assistant": "lan"}, "phải giữ một vị trí giải quyết hồ sơ", "leader"),
        ({"first": date(2026, 11, 18)}, "sớm nhất là hôm nay", "first"),
        ({"last": date(2026, 11, 18)}, "Ngày cuối phải từ ngày đầu", "last"),
    ],
)
def test_what_makes_no_sense_is_refused(cast, changes, sentence, field):
    people = {f"{name}_id": cast.people[changes.pop(name)].pk for name in ("leader", "assistant") if name in changes}
    with refusal(sentence, field=field):
        entered(cast, **changes, **people)


def test_the_same_days_are_not_given_twice(cast):
    entered(cast, last=date(2026, 11, 25))
    with refusal("đã được giao ghi thay rồi", field="first"):
        entered(cast, first=date(2026, 11, 25))
    entered(cast, first=date(2026, 11, 26))


def test_only_an_administrator_names_an_assistant(cast):
    with refusal("Trang này dành cho quản trị hệ thống."):
        entered(cast, by=cast.son)


def test_ended_today_it_allows_nothing_today(cast):
    row = entered(cast)
    end_assistance(assistance_id=row.pk, by=cast.quan, at=AT)
    assert now(cast).records_for == frozenset() and Assistance.objects.get().valid_to == AT.date()
    with refusal("Việc ghi thay này đã hết."):
        end_assistance(assistance_id=row.pk, by=cast.quan, at=AT)


def test_one_that_has_not_begun_is_taken_back(cast):
    row = entered(cast, first=date(2026, 12, 1))
    end_assistance(assistance_id=row.pk, by=cast.quan, at=AT)
    assert not Assistance.objects.exists()
    kinds = Event.objects.filter(stream=cast.people["roi"].stream).order_by("n").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["assistance.entered", "assistance.ended"]


def test_an_actor_has_each_post_once_however_many_they_stand_in_and_record_for(cast):
    entered(cast)
    offices.give_post(
        account=cast.people["nhat"], agency=cast.commune, role=Role.SIGNER, day=date(2026, 11, 1), by="test", at=AT
    )
    entered(cast, leader_id=cast.people["nhat"].pk)
    roi = now(cast)
    assert len(roi.holdings) == 1
    assert roi.records_for == {(cast.commune.pk, cast.people[name].pk) for name in ("son", "nhat")}
