"""Digitise: papers of a dossier become files with what the law wants known of them (Decree 118/2025 Art. 17.1.c, 19.2).

A paper that this person handed in earlier is used again instead (Art. 5.1.i): the same file, and whence it was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.document_types import document_types
from motcua.dossiers.models import DigitisedPaper, Dossier
from motcua.files.models import StoredFile
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor

from .case import Case, locked
from .reads.digitised import reusable


@dataclass(frozen=True, slots=True)
class Description:
    """The minimum data of a digitised paper. `type` is a code of document_types.toml, `number` with its symbol.

    Without `owner_number` the owner is told by name, year (or day) of birth, and the paper's day and issuer.
    """

    type: str
    name: str
    owner_name: str
    owner_number: str = ""
    owner_birth: str = ""
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    summary: str = ""
    valid_until: date | None = None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file of `pages` pages for component `n` of the dossier."""

    n: int
    file: StoredFile
    pages: int
    said: Description


@dataclass(frozen=True, slots=True)
class Again:
    """A paper of an earlier dossier of this person, used for component `n` instead of asking for it once more."""

    n: int
    paper_id: int


def digitise(code: str, *, by: Actor, at: datetime, scans: Sequence[Scan] = (), again: Sequence[Again] = ()) -> Dossier:
    """Add digitised papers, each to its component, all or none. Fields of a refusal: `{n}.type`, `{n}.reuse` and so on.

    Refused for a paper `again` that the actor was not offered (Art. 22.1: of a dossier that ended with a grant).
    """
    if not scans and not again:
        raise Refused("Chọn ít nhất một trang cho một giấy tờ.", field="pages")
    with locked(code, by=by, at=at) as case:
        case.require("attach")
        case.ask("dossier.attach")
        for scan in scans:
            _check_component(case, scan.n)
            _check(scan.n, scan.said, today=at.astimezone(VIETNAM).date())
        taken = _taken_over(case, again)
        _add(case, [*((s.n, s.file, _row(s)) for s in scans), *taken])
        return case.dossier


def _taken_over(case: Case, again: Sequence[Again]) -> list[tuple[int, StoredFile, DigitisedPaper]]:
    if not again:
        return []
    offered = {p.pk: p for p in reusable(case.facts(), case.dossier, at=case.at)}
    found = []
    for one in again:
        _check_component(case, one.n)
        old = offered.get(one.paper_id)
        if old is None:
            raise Refused(
                "Giấy tờ này không dùng lại được: không còn hiệu lực hoặc không phải của người nộp.",
                field=f"{one.n}.reuse",
            )
        paper = copy(old)
        paper.pk, paper.taken_from = None, old
        found.append((one.n, old.attachment.file, paper))
    return found


def _add(case: Case, papers: Sequence[tuple[int, StoredFile, DigitisedPaper]]) -> None:
    dossier_actions.add_digitised(case.dossier, papers, by_id=case.by.account_id, at=case.at)
    sources = {str(n): p.taken_from.attachment.dossier.code for n, _, p in papers if p.taken_from is not None}
    case.record(
        "paper.added",
        paper_kind="component",
        names=[paper.name for _, _, paper in papers],
        digitised=[
            {"n": n, "type": paper.type, "pages": paper.pages, "sha256": file.sha256} for n, file, paper in papers
        ],
        **({"taken_from": sources} if sources else {}),
    )
    case.commit()


def _row(scan: Scan) -> DigitisedPaper:
    said: dict[str, Any] = asdict(scan.said)
    said["summary"] = said["summary"] or said["name"]
    return DigitisedPaper(pages=scan.pages, **said)


def _check_component(case: Case, n: int) -> None:
    if n not in {row.n for row in case.received if not row.not_needed}:
        raise Refused("Hồ sơ không có giấy tờ số {n}.", field=f"{n}.pages", n=n)


def _check(n: int, said: Description, *, today: date) -> None:
    """The minimum is there and possible."""
    if said.type not in document_types():
        raise Refused("Chọn loại giấy tờ.", field=f"{n}.type")
    for name in ("name", "owner_name"):
        if not getattr(said, name).strip():
            raise Refused("Ghi tên giấy tờ và tên người có giấy tờ.", field=f"{n}.{name}")
    if not said.owner_number and not (said.owner_birth and said.issued_on and said.issuer):
        raise Refused(
            "Không có số định danh thì ghi năm sinh, ngày cấp và cơ quan cấp của giấy tờ.", field=f"{n}.owner_number"
        )
    if said.issued_on and said.issued_on > today:
        raise Refused("Ngày cấp ở trong tương lai.", field=f"{n}.issued_on")
    if said.valid_until and said.issued_on and said.valid_until < said.issued_on:
        raise Refused("Giấy tờ hết hiệu lực trước ngày cấp.", field=f"{n}.valid_until")
