"""What is wrong with a reception form: every fault at its field and in the summary, found before and by the verb."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext

from motcua.dossiers.parties import faults
from motcua.kernel.sentences import Refused
from motcua.web.ui.words import say

from .late_form import PLACES, SCAN
from .parts import Part
from .party_form import PartyForm
from .reception_form import ReceptionForm
from .typed import number

ELSEWHERE = {"foreign_code": "code", "foreign_source": "source"}


def is_valid(form: ReceptionForm) -> bool:
    """Whether a verb may be asked: every part is sound. All faults show at once, not one after another."""
    parts: list[Part] = [
        form.applicant,
        *form.named_owners,
        *(line.form for line in form.papers),
        form.terms,
        form.fees,
        form.elsewhere,
        form.late,
    ]
    parts += [part for part, _label in form.panel]
    for part in parts:
        part.is_valid()
    for party in (form.applicant, *form.named_owners):
        _check_party(party, form)
    _check_papers(form)
    form.check_people()
    _check_one_moment(form)
    return not summary(form)


def _check_party(party: PartyForm, form: ReceptionForm) -> None:
    for no in faults(party.party(), today=form.today):
        name = (no.field or "").rpartition(".")[2]
        if name not in party.errors:
            party.add_error(name if name in party.fields else None, say(no))


def _check_papers(form: ReceptionForm) -> None:
    """All lines that are still missing; asked only when the lines themselves can be read."""
    for line in form.extras:
        if line.files and not line.form.cleaned_data.get("name"):
            line.form.add_error("name", gettext("Ghi tên giấy tờ của tệp đã gửi."))
    if any(line.form.errors for line in form.papers):
        return
    try:
        form.check_papers()
    except Refused as no:
        _show_papers(form, no)


def _check_one_moment(form: ReceptionForm) -> None:
    if form.elsewhere.typed("day") and form.late.typed("day"):
        form.late.add_error("day", gettext("Đã ghi lúc nộp ở hệ thống khác: chỉ ghi một thời điểm."))


def _show_papers(form: ReceptionForm, no: Refused) -> None:
    form.papers_fault = say(no)
    missing = {number(n.strip()) for n in str(no.sentence.values.get("lines", "")).split(",")}
    for line in form.lines:
        line.missing = line.component is not None and line.component.n in missing


def show(form: ReceptionForm, no: Refused) -> None:
    """Put the refusal of a verb at the field that it names, or at the head of the page."""
    if no.field == "papers":
        return _show_papers(form, no)
    if no.field == SCAN:
        form.late.faults = [*form.late.faults, say(no)]
        return
    part, name = _place(form, no.field or "")
    if part is None or name not in part.fields:
        form.general.append(say(no))
    else:
        part.add_error(name, say(no))


def _place(form: ReceptionForm, field: str) -> tuple[Part | None, str]:
    """The part and the name of the field that verbs call `applicant.number`, `owners.0.name`, `items.1.reason`, …"""
    head, _, rest = field.partition(".")
    index, _, inner = rest.partition(".")
    rows: dict[str, list[Part]] = {"owners": [*form.owner_forms], "items": [*form.written_points]}
    if head == "applicant":
        return form.applicant, rest
    if head in ELSEWHERE:
        return form.elsewhere, ELSEWHERE[head]
    if head == "happened_at" and form.elsewhere.typed("day"):
        return form.elsewhere, "day"
    if head in PLACES:
        return form.late, PLACES[head]
    if head in rows:
        n = number(index)
        return (rows[head][n], inner) if n is not None and n < len(rows[head]) else (None, "")
    parts = [form.terms, form.fees, *(part for part, _label in form.panel)]
    return next((part for part in parts if head in part.fields), None), head


def summary(form: ReceptionForm) -> list[tuple[str, str]]:
    """All that is wrong, as (id of the field, sentence), from the top of the page down."""
    return list(_summary(form))


def _summary(form: ReceptionForm) -> Iterator[tuple[str, str]]:
    for sentence in form.general:
        yield "", sentence
    for part, label in form.panel:
        yield from _of(part, label)
    for party in (form.applicant, *form.owners):
        if party.card_fault:
            yield f"id_{party.prefix}-card", party.card_fault
    yield from _of(form.applicant, gettext("Người nộp"))
    for n, owner in enumerate(form.owners, 1):
        yield from _of(owner, gettext("Chủ hồ sơ {n}").format(n=n))
    for target, sentence in form.people_faults():
        yield target, sentence
    if form.papers_fault:
        yield "papers", form.papers_fault
    for line in form.papers:
        label = gettext("Giấy tờ {n}").format(n=line.component.n) if line.component else gettext("Giấy tờ khác")
        yield from _of(line.form, label)
        for fault in line.faults:
            yield f"id_{line.prefix}-files", fault
    yield from _of(form.terms, "")
    yield from _of(form.fees, "")
    yield from _of(form.elsewhere, "")
    yield from _of(form.late, "")
    for fault in form.late.faults:
        yield "id_late-files", fault


def _of(part: Part, label: str) -> Iterator[tuple[str, str]]:
    if not part.is_bound:
        return
    for name in sorted(part.errors, key=[*part.fields, NON_FIELD_ERRORS].index):
        known, sentences = name in part.fields, part.errors[name]
        before = " – ".join(words for words in (label, part.label_of(name) if known else "") if words)
        for sentence in sentences:
            yield (part[name].id_for_label if known else ""), f"{before}: {sentence}" if before else str(sentence)
