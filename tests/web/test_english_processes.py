"""Drafts of processes, the processes of single agencies and opinions on them are English in English."""

from dataclasses import replace

import pytest

from motcua.casework.office import opinions, processes
from motcua.casework.reads import process_drafts
from motcua.workflow.process import typed_rows as process_rows
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import signed_in
from tests.web.test_english import Words, english, vietnamese

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 08:00")
OWN = "/quan-tri/thu-tuc/1.000894/quy-trinh/"


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 16:00"))
    return stage.enter()


@pytest.fixture
def process_out_for_opinion(cast) -> int:
    """A draft too long for a case, that of one agency out for opinion with an answer; the id of what waits."""
    stage.procedure_in_cases()
    rows = process_rows.typed(stage.COMMUNE_STEPS)
    short = [replace(row, hours="2") for row in rows]
    common, variant = process_drafts.of_procedure("1.000894"), process_drafts.of_procedure("1.000894", "H48.148")
    processes.keep_draft(common, rows=rows, seen=None, by=cast.quan, at=AT)
    for seen in (None, 1):
        processes.keep_draft(variant, rows=short, seen=seen, by=cast.quan, at=AT)
    asked = {"agency_ids": [cast.commune.pk], "until": AT.date(), "word": "Đề nghị góp ý", "by": cast.quan, "at": AT}
    first = opinions.ask_opinions(variant, seen=2, **asked)
    opinion = first.opinions.get()
    opinions.give_opinion(opinion.pk, verdict="disagree", text="Không rõ", remarks={2: "Thiếu"}, by=cast.son, at=AT)
    said = {opinion.remarks.get(n=2).pk: opinions.Said("explained", "Đã đủ")}
    opinions.reply_to_remarks(first.pk, said, by=cast.quan, at=AT)
    opinions.close_round(first.pk, by=cast.quan, at=AT)
    return opinions.ask_opinions(variant, seen=2, **asked).opinions.get().pk


@pytest.mark.parametrize("who", ["quan", "an", "son"])
def test_drafts_of_processes_and_opinions_on_them_read_english(client, cast, process_out_for_opinion, who):
    variant, desk = f"{OWN}co-quan/H48.148/", "/viec/y-kien-quy-trinh/"
    keeping = [OWN, f"{OWN}sua/", f"{OWN}sua/ban-hanh/", f"{OWN}xin-y-kien/", f"{OWN}co-quan/", variant]
    keeping += [f"{variant}xin-y-kien/", f"{variant}sua/ban-hanh/", f"{variant}y-kien/1/", f"{variant}y-kien/2/"]
    starts = {"quan": keeping, "an": [OWN, variant, f"{variant}y-kien/1/"], "son": ["/viec/", desk]}[who]
    if who == "son":
        starts += [f"{desk}{pk}/" for pk in (process_out_for_opinion, process_out_for_opinion - 1)]
    reader = english(signed_in(client, cast, who))
    assert vietnamese({address: Words(reader.get(address).content.decode()) for address in starts}) == {}
