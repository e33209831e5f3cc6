"""Publishing decisions: drafted, previewed, published in one transaction, and never changed after."""

import json
from datetime import date

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.office import decisions as verbs
from motcua.casework.reads import decisions as reads
from motcua.casework.reads.decision_impact import dry_run, impact
from motcua.catalogue.actions import DecisionData
from motcua.catalogue.models import Competence, DecisionItem, ProcedureVersion, PublishingDecision
from motcua.catalogue.queries import in_force
from motcua.catalogue.rules import ItemKind
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
BIRTH = "1.000689"
NEW = {"amount": 1, "unit": "same_day", "text": "Trong ngày"}


@pytest.fixture
def cast():
    return stage.enter()


def head(cast, **changes):
    data = {
        "number": "12/QĐ-UBND", "dated": date(2026, 11, 20), "agency": cast.province.name,
        "effective_from": date(2026, 12, 1),
    }  # fmt: skip
    return DecisionData(**(data | changes))


@pytest.fixture
def draft(cast):
    return verbs.begin(head(cast), by=cast.quan, at=AT)


def put(cast, draft, kind=ItemKind.AMENDED, code=BIRTH, **changes):
    line = None if kind is ItemKind.REPEALED else stage.procedure_line(code=code, **({"limit": NEW} | changes))
    seen = PublishingDecision.objects.get(pk=draft.pk).edition
    return verbs.put_item(draft.pk, kind=kind, code=code, content=line, seen=seen, by=cast.quan, at=AT)


def publish(cast, draft, at=AT):
    seen = PublishingDecision.objects.get(pk=draft.pk).edition
    return verbs.publish(draft.pk, seen=seen, by=cast.quan, at=at)


def refused(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return str(caught.value)


def test_an_amendment_makes_a_new_version_from_its_day_on(cast, draft):
    put(cast, draft)
    publish(cast, draft)
    old, new = ProcedureVersion.objects.filter(procedure__code=BIRTH).order_by("n")
    assert (old.valid_to, new.valid_from, new.valid_to) == (date(2026, 12, 1), date(2026, 12, 1), None)
    assert (old.limit_unit, new.limit_unit) == ("working_day", "same_day")
    item = DecisionItem.objects.get(decision=draft)
    assert (item.before_id, item.version_id) == (old.pk, new.pk)


def test_a_dossier_keeps_the_version_it_was_received_under(cast, draft):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    put(cast, draft)
    publish(cast, draft)
    assert Dossier.objects.get(pk=dossier.pk).version_id == cast.version.pk


def test_a_repeal_ends_the_version_and_makes_none(cast, draft):
    put(cast, draft, ItemKind.REPEALED)
    publish(cast, draft)
    assert in_force(date(2026, 11, 30)).filter(procedure__code=BIRTH).exists()
    assert not in_force(date(2026, 12, 1)).filter(procedure__code=BIRTH).exists()
    event = Event.objects.filter(kind="procedure.repealed").get()
    assert '"decision":"12/QĐ-UBND"' in event.facts


def test_a_new_procedure_is_received_from_its_day_on_by_who_its_agency_names(cast, draft):
    put(cast, draft, ItemKind.NEW, "1.000656", name="Đăng ký khai tử")
    publish(cast, draft)
    version = ProcedureVersion.objects.get(procedure__code="1.000656")
    assert version.valid_from == date(2026, 12, 1)
    assert Competence.objects.get(procedure=version.procedure).agency_kind == "commune_committee"


def test_publishing_leaves_who_decides_a_known_procedure_alone(cast, draft):
    before = list(Competence.objects.filter(procedure=cast.version.procedure).values_list("pk", flat=True))
    put(cast, draft, agency="Sở Tư pháp")
    publish(cast, draft)
    assert list(Competence.objects.filter(procedure=cast.version.procedure).values_list("pk", flat=True)) == before


def test_a_repealed_procedure_may_be_issued_anew(cast, draft):
    put(cast, draft, ItemKind.REPEALED)
    publish(cast, draft)
    later = verbs.begin(head(cast, number="13/QĐ-UBND", effective_from=date(2026, 12, 15)), by=cast.quan, at=AT)
    put(cast, later, ItemKind.NEW)
    publish(cast, later)
    old, new = ProcedureVersion.objects.filter(procedure__code=BIRTH).order_by("n")
    assert (old.valid_to, new.valid_from) == (date(2026, 12, 1), date(2026, 12, 15))


@pytest.mark.parametrize(
    "kind, code, changes, said",
    [
        (ItemKind.AMENDED, "1.000656", {}, "1.000656: Chưa có thủ tục này nên không có gì để sửa đổi, bổ sung."),
        (ItemKind.REPEALED, "1.000656", {}, "1.000656: Chưa có thủ tục này nên không có gì để bãi bỏ."),
        (ItemKind.NEW, BIRTH, {}, f"{BIRTH}: Thủ tục đang có hiệu lực: chọn “sửa đổi, bổ sung” hoặc “chuẩn hóa”."),
        (ItemKind.STANDARDISED, BIRTH, {"limit": stage.procedure_line()["limit"]},
         f"{BIRTH}: Nội dung giống bản đang có hiệu lực."),
        (ItemKind.AMENDED, BIRTH, {"online": "partial"},
         f"{BIRTH}: Dịch vụ công một phần phải công bố lý do chưa toàn trình (Nghị định 224/2026 Điều 14)."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_procedure_and_nothing_is_published(cast, draft, kind, code, changes, said):
    put(cast, draft, ItemKind.NEW, "1.000894", name="Đăng ký kết hôn")
    put(cast, draft, kind, code, **changes)
    problem = reads.decision_page(draft.pk, snapshot.present(), at=AT).items[1].problem
    assert f"{code}: {problem}" == said
    assert refused(lambda: publish(cast, draft)) == said
    assert not ProcedureVersion.objects.filter(procedure__code="1.000894").exists()
    assert PublishingDecision.objects.get().published_at is None


def test_nothing_is_repealed_twice(cast, draft):
    put(cast, draft, ItemKind.REPEALED)
    again = verbs.begin(head(cast, number="13/QĐ-UBND"), by=cast.quan, at=AT)
    put(cast, again, ItemKind.REPEALED)
    publish(cast, draft)
    said = f"{BIRTH}: Thủ tục đã bị bãi bỏ từ ngày 01/12/2026 nên không thể bãi bỏ."
    assert refused(lambda: publish(cast, again)) == said


def test_two_decisions_cannot_leave_versions_that_overlap(cast, draft):
    put(cast, draft)
    publish(cast, draft)
    earlier = verbs.begin(head(cast, number="11/QĐ-UBND", effective_from=date(2026, 11, 25)), by=cast.quan, at=AT)
    put(cast, earlier, fee_text="10.000 đồng")
    said = f"{BIRTH}: Đã có bản có hiệu lực từ ngày 01/12/2026, sau ngày hiệu lực của quyết định này."
    assert refused(lambda: publish(cast, earlier)) == said


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"number": " "}, "Cần ghi số của quyết định công bố."),
        ({"dated": date(2026, 11, 21), "effective_from": date(2026, 11, 21)}, "Ngày của quyết định chưa tới."),
        ({"effective_from": date(2026, 11, 19)}, "Quyết định không thể có hiệu lực trước ngày ký."),
    ],
)
def test_a_bad_head_is_refused_in_a_sentence(cast, changes, said):
    assert refused(lambda: verbs.begin(head(cast, **changes), by=cast.quan, at=AT)) == said


def test_an_agency_has_one_decision_of_a_number_and_date(cast, draft):
    said = "Cơ quan này đã có quyết định số 12/QĐ-UBND cùng ngày."
    assert refused(lambda: verbs.begin(head(cast), by=cast.quan, at=AT)) == said


def test_what_is_published_never_changes(cast, draft):
    put(cast, draft)
    publish(cast, draft)
    said = "Quyết định đã công bố thì không sửa được; hãy đính chính bằng một quyết định khác."
    assert refused(lambda: put(cast, draft)) == said
    assert refused(lambda: publish(cast, draft)) == said


def test_who_edits_an_older_page_of_the_draft_is_told_and_nothing_is_lost(cast, draft):
    put(cast, draft)
    said = "Bản thảo đã thay đổi từ lúc mở trang này. Hãy xem lại."
    assert refused(lambda: verbs.drop_item(draft.pk, code=BIRTH, seen=1, by=cast.quan, at=AT)) == said
    assert DecisionItem.objects.count() == 1


def test_an_empty_decision_publishes_nothing(cast, draft):
    assert refused(lambda: publish(cast, draft)) == "Quyết định chưa có thủ tục nào."


def test_a_mistake_is_corrected_by_another_decision_that_names_it(cast, draft):
    put(cast, draft)
    publish(cast, draft)
    mending = verbs.begin(head(cast, number="14/QĐ-UBND", corrects_id=draft.pk), by=cast.quan, at=AT)
    put(cast, mending, limit={"amount": 2, "unit": "working_day", "text": "02 ngày"})
    publish(cast, mending)
    assert list(draft.corrected_by.values_list("number", flat=True)) == ["14/QĐ-UBND"]
    version = in_force(date(2026, 12, 1)).get(procedure__code=BIRTH)
    assert (version.limit_amount, version.limit_unit) == (2, "working_day")


def test_a_file_fills_a_draft_with_what_is_new_or_another(cast, draft):
    lines = [
        stage.procedure_line(),
        stage.procedure_line(code="1.000656", name="Đăng ký khai tử"),
    ]
    filled = verbs.fill(draft.pk, _file(*lines), seen=draft.edition, by=cast.quan, at=AT)
    assert (filled.items, filled.unchanged) == (1, 1)
    assert DecisionItem.objects.get().kind == ItemKind.NEW


def test_a_file_with_a_line_that_cannot_be_read_brings_nothing_and_the_line_is_told(cast, draft):
    lines = [stage.procedure_line(code="1.000656", name="Đăng ký khai tử"), stage.procedure_line(name="")]
    filled = verbs.fill(draft.pk, _file(*lines), seen=draft.edition, by=cast.quan, at=AT)
    assert [(line.n, str(line.reason)) for line in filled.refused] == [(2, "Thiếu tên thủ tục.")]
    assert not DecisionItem.objects.exists()


def leaning(cast, draft, code, on):
    papers = [{"name": "Giấy tờ", "originals": 1, "result_of": on}]
    put(cast, draft, ItemKind.NEW, code, name=f"Thủ tục {code}", components=papers)


def test_a_draft_tells_papers_that_are_results_of_each_other_before_it_is_published(cast, draft):
    leaning(cast, draft, "2.000001", "2.000002")
    assert reads.decision_page(draft.pk, snapshot.present(), at=AT).ready
    leaning(cast, draft, "2.000002", "2.000001")
    put(cast, draft)
    found = reads.decision_page(draft.pk, snapshot.present(), at=AT)
    round_about = "Giấy tờ là kết quả của nhau theo vòng: 2.000001 → 2.000002 → 2.000001."
    assert [str(item.problem or "") for item in found.items] == [round_about, round_about, ""]
    assert refused(lambda: publish(cast, draft)) == f"2.000001: {round_about}"


def test_a_procedure_that_the_draft_repeals_stands_on_no_way_round(cast, draft):
    stage.publish_procedure(code="2.000001", components=[{"name": "A", "originals": 1, "result_of": "2.000002"}])
    leaning(cast, draft, "2.000002", "2.000001")
    assert not reads.decision_page(draft.pk, snapshot.present(), at=AT).ready
    put(cast, draft, ItemKind.REPEALED, "2.000001")
    assert reads.decision_page(draft.pk, snapshot.present(), at=AT).ready
    publish(cast, draft)
    assert in_force(date(2026, 12, 1)).filter(procedure__code="2.000002").exists()


def _file(*lines):
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


@pytest.mark.parametrize(
    "dated, legal, in_time, last",
    [
        ("2026-11-20", "2026-11-30", True, "2026-11-22"),  # the 24th is a day off
        ("2026-11-20", "2026-11-27", False, "2026-11-19"),
    ],
)
def test_a_decision_is_in_time_five_working_days_before_its_legal_basis_holds(cast, dated, legal, in_time, last):
    data = head(cast, dated=date.fromisoformat(dated), legal_from=date.fromisoformat(legal))
    draft = verbs.begin(data, by=cast.quan, at=AT)
    timing = reads.timing(draft, snapshot.present(), at=AT)
    assert (timing.decided_in_time, timing.decide_by) == (in_time, date.fromisoformat(last))


def test_a_decision_is_made_public_within_five_working_days(cast):
    draft = verbs.begin(head(cast, dated=date(2026, 11, 9)), by=cast.quan, at=AT)
    timing = reads.timing(draft, snapshot.present(), at=AT)
    assert (timing.public_by, timing.public_in_time) == (date(2026, 11, 16), False)


def test_the_impact_names_what_is_in_flight_and_the_processes(cast, draft):
    file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    put(cast, draft)
    row = DecisionItem.objects.get()
    found = impact([row], day=AT.date())[BIRTH]
    assert found.in_flight == 1


def test_a_dry_run_counts_whose_limit_would_be_another(cast, draft):
    file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    put(cast, draft)
    found = dry_run(DecisionItem.objects.get(), snapshot.present(), at=moment("2026-11-25 09:00"))
    assert (found.n, found.earlier, found.later) == (1, 1, 0)


def test_what_changed_between_two_days_is_told(cast, draft):
    put(cast, draft)
    publish(cast, draft)
    found = reads.between(BIRTH, date(2026, 11, 30), date(2026, 12, 1))
    assert next(str(c.sentence) for c in found.changes) == (
        "Thời hạn giải quyết: từ “3 ngày làm việc” thành “trong ngày”."
    )


@pytest.mark.parametrize("who", ["lan", "minh", "son"])
def test_only_who_keeps_the_catalogue_publishes(cast, who):
    assert refused(lambda: verbs.begin(head(cast), by=getattr(cast, who), at=AT)).endswith(".")
