"""A process for one agency beside the one of the procedure: which one counts, who is told, where it goes on."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from motcua.casework.close_agency import close_agency
from motcua.casework.file import file_and_accept
from motcua.casework.office import opinions
from motcua.casework.office import processes as verbs
from motcua.casework.office.processes import Decision
from motcua.casework.reads import catalogue, process_drafts
from motcua.casework.reads.gaps import gaps
from motcua.casework.reads.offices import closing
from motcua.casework.reads.opinions import offer
from motcua.casework.reads.process_copies import copies
from motcua.casework.reads.process_staffing import staffing
from motcua.casework.reads.processes import graph, versions_of
from motcua.catalogue.models import ProcedureVersion
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.models import Level
from motcua.workflow import actions
from motcua.workflow.models import Process, ProcessVersion, WorkItem
from motcua.workflow.process.typed_rows import typed
from motcua.workflow.queries import process_in_force
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
TODAY = AT.date()
LONG_AGO, LATER = date(2026, 1, 2), date(2027, 1, 1)
CODE = "1.000689"
ROWS = [replace(row, hours="4") if row.hours == "8" else row for row in typed(stage.COMMUNE_STEPS)]
DECISION = Decision("QĐ 12/QĐ-UBND", TODAY, "Ủy ban nhân dân xã Ba Tơ")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def neighbour(cast):
    """Another commune, whose dossiers the same counter may receive."""
    data = AgencyData("H48.149", "Ủy ban nhân dân xã Ba Vì", "commune_committee", "commune", parent_code="H48")
    return office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=LONG_AGO)


def named(name):
    """Rows by whose second name one knows them again."""
    return [replace(row, name=name) if n == 2 else row for n, row in enumerate(stage.COMMUNE_STEPS, 1)]


def published(name, *, agency=None, procedure=None, level=None, day=LONG_AGO) -> ProcessVersion:
    return actions.publish(procedure=procedure, level=level, agency=agency, steps=named(name), decision="QĐ", day=day)


def chosen(cast, agency, *, day=TODAY) -> str:
    """The second row of the process by which an agency decides."""
    query = process_in_force(procedure="procedure_id", agency_id=agency.pk, day=day)
    pk = ProcedureVersion.objects.filter(pk=cast.version.pk).values_list(query, flat=True).first()
    return ProcessVersion.objects.get(pk=pk).steps.get(n=2).name if pk else ""


STATES = ("none", "present", "over", "coming")


@pytest.mark.parametrize(("variant", "common", "level"), list(product(STATES, STATES, ("none", "present"))))
def test_the_most_particular_process_that_is_in_force_counts(cast, neighbour, variant, common, level):
    ProcessVersion.objects.all().update(valid_to=LONG_AGO)
    owners = {
        "variant": (variant, {"procedure": cast.version.procedure, "agency": cast.commune}),
        "common": (common, {"procedure": cast.version.procedure}),
        "level": (level, {"level": Level.objects.get(code="commune")}),
    }
    for name, (state, owner) in owners.items():
        if state != "none":
            made = published(name, **owner, day=LATER if state == "coming" else LONG_AGO)
            if state == "over":
                ProcessVersion.objects.filter(pk=made.pk).update(valid_to=TODAY)
    inside = [name for name, (state, _) in owners.items() if state == "present"]
    assert chosen(cast, cast.commune) == next(iter(inside), "")
    assert chosen(cast, neighbour) == next((name for name in inside if name != "variant"), "")
    if variant == "over":
        assert chosen(cast, cast.commune, day=TODAY - timedelta(1)) == "variant"


def test_a_dossier_goes_by_the_process_of_who_decides_it(cast, neighbour):
    published("Của thủ tục", procedure=cast.version.procedure)
    published("Riêng của Ba Tơ", procedure=cast.version.procedure, agency=cast.commune)
    for agency, name in ((cast.commune, "Riêng của Ba Tơ"), (neighbour, "Của thủ tục")):
        dossier = file_and_accept(stage.intake(cast, competent_id=agency.pk), by=cast.lan, at=AT)
        assert WorkItem.objects.get(dossier=dossier, closed_at=None).step.name == name


def whose(cast, agency=None):
    return process_drafts.of_procedure(CODE, (agency or cast.commune).code)


def put(cast, owner=None, rows=ROWS, day=TODAY):
    owner = owner or whose(cast)
    verbs.keep_draft(owner, rows=rows, seen=None, by=cast.quan, at=AT)
    return verbs.publish_draft(owner, seen=1, decision=DECISION, day=day, by=cast.quan, at=AT).version


def test_a_variant_is_drafted_and_published_beside_the_common_process(cast):
    common = process_drafts.of_procedure(CODE)
    verbs.keep_draft(common, rows=ROWS[:3], seen=None, by=cast.quan, at=AT)
    version = put(cast)
    assert (version.n, version.process.agency) == (1, cast.commune)
    assert process_drafts.versions(common) == [] and process_drafts.versions(whose(cast)) == [version]
    assert process_drafts.draft(common, snapshot.present(), day=TODAY).n == 1
    assert process_drafts.draft(whose(cast), snapshot.present(), day=TODAY) is None
    event = Event.objects.get(stream=cast.version.procedure.stream, kind="process.published")
    assert json.loads(event.facts)["variant"] == "H48.148"


def test_an_agency_that_does_not_decide_has_no_variant(cast):
    with pytest.raises(Refused, match=r"Sở Tư pháp không giải quyết thủ tục 1\.000689"):
        put(cast, whose(cast, cast.department))
    with pytest.raises(Refused, match="không giải quyết"):
        verbs.put_in_force(
            graph(ProcessVersion.objects.get(process__level__code="commune")), whose=whose(cast, cast.centre),
            decision="QĐ", day=TODAY, by="test", at=AT,
        )  # fmt: skip
    assert not Process.objects.filter(agency__isnull=False).exists()


def test_a_variant_begins_from_what_the_agency_goes_by_now(cast):
    assert process_drafts.applied(whose(cast), day=TODAY).process.level.code == "commune"
    published("Của thủ tục", procedure=cast.version.procedure)
    assert process_drafts.applied(whose(cast), day=TODAY).process.procedure.code == CODE
    version = put(cast)
    assert process_drafts.applied(whose(cast), day=TODAY) == version


def test_the_variants_of_a_procedure_are_listed_with_how_they_stand(cast, neighbour):
    put(cast)
    verbs.keep_draft(whose(cast, neighbour), rows=ROWS, seen=None, by=cast.quan, at=AT)
    found = process_drafts.variants(cast.version.procedure, day=TODAY)
    assert [(v.agency.code, v.version and v.version.n, v.in_force, v.drafted) for v in found] == [
        ("H48.148", 1, True, False), ("H48.149", None, False, True),
    ]  # fmt: skip
    assert not process_drafts.variants(cast.version.procedure, day=TODAY - timedelta(1))[0].in_force


def test_the_page_of_the_procedure_shows_the_common_process_first(cast):
    version = put(cast)
    page = catalogue.procedure_page(CODE, snapshot.present(), day=TODAY)
    assert [p.version.process.agency for p in page.processes] == [None, cast.commune]
    assert version not in versions_of(CODE, snapshot.present(), day=TODAY)


def test_copying_to_a_procedure_leaves_its_variants_alone(cast):
    variant = put(cast)
    source = ProcessVersion.objects.get(process__level__code="province")
    (copy,) = copies(source, [CODE], day=TODAY)
    assert not copy.same and not copy.changes
    assert not copies(variant, [CODE], day=TODAY)[0].same


def test_only_who_goes_by_a_process_has_to_have_people_for_it(cast, neighbour):
    common = graph(published("Của thủ tục", procedure=cast.version.procedure))

    def told(agency=None) -> str:
        found = staffing(common, cast.version.procedure, snapshot.present(), day=TODAY, agency=agency)
        return " ".join(str(warned.sentence) for warned in found)

    assert "xã Ba Vì" in told()
    published("Riêng", procedure=cast.version.procedure, agency=neighbour)
    assert "xã Ba Vì" not in told() and "xã Ba Tơ" in told()
    assert "xã Ba Vì" in told(neighbour) and "xã Ba Tơ" not in told(neighbour)


def test_a_gap_is_looked_for_in_the_process_that_counts(cast):
    assert gaps(snapshot.present(), day=TODAY) == []
    rows = [replace(row, role="unit_leader") if row.name == "Thụ lý" else row for row in stage.COMMUNE_STEPS]
    actions.publish(
        procedure=cast.version.procedure, level=None, agency=cast.commune, steps=rows, decision="QĐ", day=LONG_AGO
    )
    (gap,) = gaps(snapshot.present(), day=TODAY)
    assert (gap.agency.pk, gap.role, gap.procedures) == (cast.commune.pk, "unit_leader", (CODE,))


def test_the_agency_of_a_variant_is_the_one_to_be_asked(cast, neighbour):
    verbs.keep_draft(whose(cast), rows=ROWS, seen=None, by=cast.quan, at=AT)
    found = process_drafts.draft(whose(cast), snapshot.present(), day=TODAY)
    assert [a.pk for a in offer(whose(cast), found.graph, snapshot.present(), day=TODAY).usual] == [cast.commune.pk]
    opened = opinions.ask_opinions(
        whose(cast), seen=1, agency_ids=[cast.commune.pk], until=TODAY, word="", by=cast.quan, at=AT
    )
    assert opened.process.agency == cast.commune


def test_a_draft_of_a_variant_is_dropped_without_the_common_one(cast):
    common = process_drafts.of_procedure(CODE)
    for owner in (common, whose(cast)):
        verbs.keep_draft(owner, rows=ROWS, seen=None, by=cast.quan, at=AT)
    verbs.drop_draft(whose(cast), by=cast.quan, at=AT)
    assert process_drafts.draft(common, snapshot.present(), day=TODAY)
    assert process_drafts.draft(whose(cast), snapshot.present(), day=TODAY) is None


# An agency closes


def closed(cast, agency, successor):
    return close_agency(agency_id=agency.pk, successor_id=successor.pk, on=TODAY, by=cast.quan, at=AT)


def test_the_variant_of_a_closed_agency_is_that_of_its_successor(cast, neighbour):
    published("Riêng của Ba Tơ", procedure=cast.version.procedure, agency=cast.commune)
    assert closing(snapshot.present(), cast.commune.pk, on=TODAY).variants == 1
    closed(cast, cast.commune, neighbour)
    assert chosen(cast, neighbour) == "Riêng của Ba Tơ"
    event = Event.objects.get(kind="agency.closed")
    assert json.loads(event.facts)["variants"] == 1
    assert process_drafts.of_procedure(CODE, "H48.148").agency == neighbour  # by its old code too


def test_a_successor_with_a_variant_keeps_its_own(cast, neighbour):
    published("Riêng của Ba Tơ", procedure=cast.version.procedure, agency=cast.commune)
    published("Riêng của Ba Vì", procedure=cast.version.procedure, agency=neighbour)
    closed(cast, cast.commune, neighbour)
    assert chosen(cast, neighbour) == "Riêng của Ba Vì"
    assert process_drafts.of_procedure(CODE, "H48.148").agency.code == "H48.148"  # its history stays to be read


def test_an_equal_variant_changes_nothing(cast):
    first = put(cast)
    again = verbs.put_in_force(
        graph(first), whose=whose(cast), decision="QĐ", day=TODAY + timedelta(1), by="test", at=AT
    )
    assert not again.new and again.version == first


def test_hours_of_a_variant_are_held_against_the_limit_of_the_procedure(cast):
    rows = [replace(row, hours=Decimal(20)) for row in stage.COMMUNE_STEPS]
    with pytest.raises(Refused, match="vượt thời hạn 24 giờ"):
        put(cast, rows=typed(rows))
