"""Writes of dossiers: numbers from series, a new dossier with all that belongs to it, a change by compare-and-set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from django.db import IntegrityError, connection, models

from motcua.copying import prepared
from motcua.copying.actions import add
from motcua.files.models import StoredFile
from motcua.kernel import folding
from motcua.kernel.sentences import Refused

from .models import (
    Attachment,
    Declaration,
    DigitisedPaper,
    Dossier,
    Draft,
    LinkedDossier,
    Party,
    ReceivedComponent,
    Result,
    SearchTerm,
    SentPage,
    Series,
    SupplementRequest,
)
from .states import Link


def check_lengths(row: models.Model, *, at: str = "") -> None:
    """Refused, with the field as `<at><column>`, when a text of `row` does not fit its column.

    Asked before the database is: PostgreSQL would end the whole transaction, SQLite would keep what nobody can print.
    """
    for column, most in _limited(type(row)):
        check_length(getattr(row, column), most=most, field=f"{at}{column}")


def check_length(text: object, *, most: int, field: str) -> None:
    """Refused when `text` is longer than its column."""
    if isinstance(text, str) and len(text) > most:
        raise Refused(
            "“{beginning}…” dài quá {most} ký tự. Hãy ghi ngắn lại.", field=field, beginning=text[:30], most=most
        )


@lru_cache
def _limited(model: type[models.Model]) -> tuple[tuple[str, int], ...]:
    """The columns of a table that hold so many letters at most."""
    columns = ((c.name, getattr(c, "max_length", None)) for c in model._meta.concrete_fields if not c.is_relation)
    return tuple((name, most) for name, most in columns if most)


def most_letters(model: type[models.Model], column: str) -> int:
    """How many letters a column holds."""
    return dict(_limited(model))[column]


def next_numbers(keys: Iterable[str]) -> dict[str, int]:
    """The next number of each series, in one statement; unused numbers return with the transaction, so no gaps.

    The rows stay locked until the transaction ends: whoever comes second waits and gets the number after.
    """
    wanted = sorted(set(keys))  # one order for all, so that two writers never wait for each other
    rows = ", ".join(["(%s, 1)"] * len(wanted))
    table = connection.ops.quote_name(Series._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, last) VALUES {rows} "  # noqa: S608 - the table's own name
            f"ON CONFLICT (key) DO UPDATE SET last = {table}.last + 1 RETURNING key, last",
            wanted,
        )
        return dict(cursor.fetchall())


def hold_series(key: str) -> int:
    """The last number given of a series, locked until the transaction ends."""
    table = connection.ops.quote_name(Series._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, last) VALUES (%s, 0) "  # noqa: S608 - the table's own name
            f"ON CONFLICT (key) DO UPDATE SET last = {table}.last RETURNING last",
            [key],
        )
        return int(cursor.fetchone()[0])


def keep_series(was: Mapping[str, int], last: Mapping[str, int]) -> None:
    """Write the last numbers given of series that stood at `was` when they were read (0: that were not there).

    Refused when somebody has taken numbers of one meanwhile.
    """
    before: dict[str, int] = {}
    for keys in _pieces(sorted(last)):
        rows = Series.objects.select_for_update().filter(key__in=keys).order_by("key")
        before.update(rows.values_list("key", "last"))
    if any(before.get(key, 0) != was[key] for key in last):
        raise Refused("Có người vừa lấy số trong cùng một sổ. Hãy làm lại.")
    add([Series(key=key, last=n) for key, n in sorted(last.items()) if key not in before])
    there = [Series(key=key, last=n) for key, n in sorted(last.items()) if key in before]
    Series.objects.bulk_update(there, ["last"], batch_size=400)


def _pieces(keys: Sequence[str], size: int = 400) -> Iterator[Sequence[str]]:
    return (keys[first : first + size] for first in range(0, len(keys), size))


def series_under(prefix: str) -> dict[str, int]:
    """The last numbers given of all series whose key begins with `prefix`, without locking them."""
    return dict(Series.objects.filter(key__startswith=prefix).values_list("key", "last"))


def open_dossier(dossier: Dossier, *, parties: Sequence[Party], received: Sequence[ReceivedComponent]) -> None:
    """Insert a dossier with its parties, papers and search terms: one statement for each table.

    Refused when the code of the other system is here already.
    """
    try:
        add([dossier])
    except IntegrityError as error:
        if "foreign_code" in str(error):
            raise Refused(
                "Hồ sơ {code} của hệ thống {source} đã có ở đây. Hãy tra cứu theo mã đó.",
                field="foreign_code",
                code=dossier.foreign_code,
                source=dossier.foreign_source,
            ) from None
        raise
    for party in parties:
        party.dossier = dossier
    for paper in received:
        paper.dossier = dossier
    add(parties)
    add(received)
    index(dossier, parties)


def index(dossier: Dossier, parties: Iterable[Party]) -> None:
    """Write the words by which `dossier` is found."""
    add([SearchTerm(dossier=dossier, term=word) for word in terms_of(dossier, parties)])


def terms_of(dossier: Dossier, parties: Iterable[Party]) -> list[str]:
    """The words by which `dossier` is found: its code, names and the numbers people quote."""
    words = {dossier.code.lower(), dossier.code.lower().rsplit("-", 1)[-1]}
    words.update([dossier.foreign_code.lower()] if dossier.foreign_code else [])
    for party in parties:
        words.update(folding.index_terms(party.name))
        words.update(n.lower() for n in (party.number, party.phone.replace("+84", "0")) if n)
    return sorted({word[:60] for word in words})


def reindex(dossier: Dossier, parties: Iterable[Party]) -> None:
    """Replace the words after an amendment."""
    SearchTerm.objects.filter(dossier=dossier).delete()
    index(dossier, parties)


def change(dossier: Dossier, *, was: int, chain_was: int, changes: dict[str, object]) -> None:
    """Write `changes` and the head of the chain, provided nobody changed the dossier since it was read."""
    for name, value in changes.items():
        setattr(dossier, name, value)

    def checked(written: int) -> None:
        if not written:
            raise Refused("Hồ sơ {code} vừa được người khác xử lý. Hãy tải lại trang rồi làm tiếp.", code=dossier.code)

    now = {**changes, "chain_n": dossier.chain_n, "chain_hash": dossier.chain_hash}
    prepared.change(Dossier, {"id": dossier.pk, "status": was, "chain_n": chain_was}, now, checked)


def change_parties(dossier: Dossier, *, was: Sequence[Party], parties: Sequence[Party]) -> None:
    """Put `parties` in place of those of the dossier; who they were stands in the journal."""
    if len(was) == len(parties):
        for old, new in zip(was, parties, strict=True):
            new.pk, new.dossier = old.pk, dossier
        Party.objects.bulk_update(parties, [f.name for f in Party._meta.concrete_fields if not f.primary_key])
    else:
        Party.objects.filter(dossier=dossier).delete()
        for row in parties:
            row.dossier = dossier
        Party.objects.bulk_create(parties)
    reindex(dossier, parties)


def replace_received(dossier: Dossier, received: Sequence[ReceivedComponent]) -> None:
    """Put `received` in place of the papers of the dossier; what they were stands in the journal."""
    ReceivedComponent.objects.filter(dossier=dossier).delete()
    for row in received:
        row.dossier = dossier
    ReceivedComponent.objects.bulk_create(received)


def put_received(dossier: Dossier, received: Sequence[ReceivedComponent]) -> None:
    """Add papers; a line that is there already is written over. One statement."""
    for row in received:
        row.dossier = dossier
    if received:
        ReceivedComponent.objects.bulk_create(
            received,
            update_conflicts=True,
            unique_fields=["dossier", "n"],
            update_fields=["component", "name", "originals", "copies", "not_needed", "note"],
        )


STANDING = ("runs_to", "late_from", "short")
PASSED_ON = ("receiving", "competent", "due_set_at", "due_at", *STANDING, "chain_n", "chain_hash")


def pass_on(dossiers: Sequence[Dossier]) -> None:
    """Write where dossiers go on after their agency ended; the caller has locked them and chained their events."""
    Dossier.objects.bulk_update(dossiers, PASSED_ON, batch_size=200)


def pass_drafts(*, from_id: int, to_id: int) -> None:
    """Let interrupted receptions go on at another counter."""
    Draft.objects.filter(agency_id=from_id).update(agency_id=to_id)


def attach_papers(
    dossier: Dossier,
    papers: Sequence[tuple[int, str, StoredFile]],
    *,
    by_id: int | None,
    at: datetime,
    kind: str = "component",
) -> None:
    """Refer to the scans of papers, given as (number of component or 0, name, file), in one statement.

    `by_id` is None for what the applicant sent through the timeline.
    """
    rows = [
        Attachment(
            dossier=dossier,
            file=file,
            kind=kind,
            name=name[:200],
            component_n=n or None,
            added_by_id=by_id,
            added_at=at,
        )
        for n, name, file in papers
    ]
    if rows:
        Attachment.objects.bulk_create(rows)


def add_digitised(
    dossier: Dossier, papers: Sequence[tuple[int, StoredFile, DigitisedPaper]], *, by_id: int, at: datetime
) -> None:
    """Refer to digitised papers, given as (number of component, file, what is known of it): two statements."""
    for n, file, paper in papers:
        paper.attachment = Attachment(
            dossier=dossier, file=file, kind="component", name=paper.name, component_n=n, added_by_id=by_id, added_at=at
        )
        check_lengths(paper)
    Attachment.objects.bulk_create([paper.attachment for _, _, paper in papers])
    for _, _, paper in papers:
        paper.attachment_id = paper.attachment.pk
    DigitisedPaper.objects.bulk_create([paper for _, _, paper in papers])


def add_request(request: SupplementRequest) -> None:
    check_lengths(request)
    request.save(force_insert=True)


def change_request(request: SupplementRequest, **changes: object) -> None:
    """Write changes of a supplement request that the caller has locked with its dossier."""
    for name, value in changes.items():
        setattr(request, name, value)
    request.save(update_fields=list(changes))


def add_result(result: Result) -> None:
    check_lengths(result)
    add([result])


def change_result(result: Result, **changes: object) -> None:
    for name, value in changes.items():
        setattr(result, name, value)
    result.save(update_fields=list(changes))


def declare(declaration: Declaration, members: Sequence[LinkedDossier]) -> None:
    """Tie the dossiers of one declaration, which are in the database already."""
    declaration.save(force_insert=True)
    for member in members:
        member.declaration = declaration
    add(members)


def settle(member: LinkedDossier, state: Link) -> None:
    """Say that a member of a declaration waits no more, and why."""
    member.state = state.value
    member.save(update_fields=["state"])


def save_draft(
    *, draft_id: int | None, account_id: int, agency_id: int, title: str, form: dict[str, object], at: datetime
) -> Draft:
    """Keep what was typed so far, in the draft of that id if it is the account's own, else in a new one."""
    mine = Draft.objects.filter(pk=draft_id, account_id=account_id).first() if draft_id else None
    draft = mine or Draft(account_id=account_id)
    draft.agency_id, draft.title, draft.form, draft.saved_at = agency_id, title[:200], form, at
    draft.save()
    return draft


def forget_drafts(*, before: datetime) -> int:
    """Drop drafts that nobody has touched since `before`; how many."""
    return Draft.objects.filter(saved_at__lt=before).delete()[0]


def drop_draft(*, draft_id: int, account_id: int) -> None:
    """Forget a draft of the account's own."""
    Draft.objects.filter(pk=draft_id, account_id=account_id).delete()


def forget_pages(*, before: datetime) -> None:
    """Drop pages that were never handed in and are older than `before`."""
    SentPage.objects.filter(sent_at__lt=before).delete()
