"""What stands on a statutory slip: the shape of its content, frozen as JSON with the slip, and its check."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypedDict

from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused


class Procedure(TypedDict):
    """The procedure asked for, by its official name and code ("1.001193")."""

    name: str
    code: str


class _Named(TypedDict):
    name: str


class Party(_Named, total=False):
    """The filer or an owner of the dossier. What is empty is a dotted line on the filer's part, else left out."""

    capacity: str  # "người được ủy quyền theo Giấy ủy quyền số 12 ngày 20/11/2026"
    address: str
    phone: str
    email: str
    id_kind: str  # "Số căn cước", "Hộ chiếu số", "Mã số thuế"
    id_number: str


class Component(_Named, total=False):
    """One paper received, with how many of each kind; a kind that no paper has gets no column."""

    n: int  # order on the slip, else its place in the list
    originals: int
    copies: int  # certified copies
    photocopies: int
    note: str


class Item(TypedDict, total=False):
    """One point of form 02: the paper, what is wrong with it, how to put it right and by what law."""

    component: str
    reason: str
    guidance: str
    legal_basis: str


class Book(_Named, total=False):
    """Where the dossier is entered: "Sổ theo dõi hồ sơ", volume ("01/2026") and serial in it."""

    volume: str
    serial: int | str


class Officer(_Named, total=False):
    """Who received the dossier or guides the applicant."""

    phone: str


class Signer(_Named, total=False):
    """Who signs for the agency: `capacity` "KT. GIÁM ĐỐC" (empty for the head), `post` "PHÓ GIÁM ĐỐC"."""

    capacity: str
    post: str


class Stop(TypedDict, total=False):
    """Form 05: what was asked, what was decided, and what becomes of the papers and the money."""

    request: str  # "Đơn đề nghị dừng giải quyết hồ sơ ngày 20/11/2026 của ông Y Rỗi"
    decision: str  # "Quyết định số 15/QĐ-UBND ngày 21/11/2026 của …"
    at: str  # ISO moment from which the dossier is stopped
    papers: str
    fee: str


class Linked(_Named):
    """One dossier of a linked declaration: the procedure, who decides it, and when its result is there at the latest
    if the one before it comes at its last moment. `after` is the number of that one, 0 where it waits for none."""

    n: int
    code: str
    procedure: str
    agency: str
    limit: str
    after: int
    due: str


class _Head(TypedDict):
    superior: str  # "ỦY BAN NHÂN DÂN XÃ BA TƠ"; empty, or `unit` empty, if one name says it all
    unit: str  # "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
    place: str  # "Ba Tơ"
    issued_at: str  # ISO 8601 with offset; also the creation date of the PDF
    number: str  # as `Form.numbered` gives it: "05/HDHS"
    code: str  # of the dossier; ASCII, for the barcode
    tracking_url: str  # where the QR code leads
    procedure: Procedure
    applicant: Party


class SlipContent(_Head, total=False):
    """All that a slip says, in plain JSON values; which of it a form needs stands in its rule pack.

    Moments are ISO 8601 with offset and printed in Vietnamese local time; all other texts are printed letter for
    letter. Values that a later pack adds pass through untouched.
    """

    unit_name: str  # the unit in a sentence: "Trung tâm Phục vụ hành chính công xã Ba Tơ"
    print_number: int  # 1 = first print; from 2 on the slip says that it is a reprint
    owners: list[Party]
    channel: str  # "Trực tiếp", "Trực tuyến", "Bưu chính công ích"
    elsewhere: str  # system, code and moment of an earlier filing
    handled_by: str  # the competent agency, where it is not the one that receives
    officer: Officer
    signer: Signer  # where a leader signs: form 05; 02 and 03 if given
    recipients: list[str]  # 05: "Nơi nhận", without the dashes
    # Form 01
    components: list[Component]  # may be empty: nothing to be handed in
    sets: int
    limit: str  # "03 ngày làm việc"
    received_at: str  # ISO moment of complete reception
    due: str  # "17 giờ 00, ngày 27/11/2026"
    no_due: str  # why there is no date: "Không hẹn ngày: thủ tục không quy định thời hạn giải quyết"
    result_at: str  # where and how the result is handed over
    fee: str
    book: Book
    linked: list[Linked]  # all dossiers of the declaration, where the receipt is of several
    # Form 02
    items: list[Item]
    reply_by: str
    # Forms 03 and 05
    reasons: list[str]
    legal_basis: str
    competent: str  # 03: which agency to turn to
    stop: Stop


def check(content: Mapping[str, Any], required: Mapping[str, str]) -> None:
    """Refuse content that lacks a field its form must show, naming the first such field; see `Form.required`.

    A place is a dotted path, with [] for each entry of a list: "items[].reason". The list itself must not be empty.
    """
    for paths, label in required.items():
        if not any(_filled(content, path.split(".")) for path in paths.split("|")):
            raise Refused("Không in được phiếu: thiếu {label}.", field=paths.split("|")[0], label=label)


def moment(text: object, *, field: str) -> datetime:
    """The local moment of an ISO 8601 text with offset; refused if it is not one."""
    with suppress(ValueError):
        when = datetime.fromisoformat(str(text))
        if when.tzinfo is not None:
            return when.astimezone(VIETNAM)
    raise Refused("Không in được phiếu: thời điểm “{moment}” không đọc được.", field=field, moment=text)


def spelled(when: datetime) -> str:
    """A moment as slips write it: "08 giờ 12 phút, ngày 21 tháng 11 năm 2026"."""
    return f"{when:%H} giờ {when:%M} phút, {spelled_day(when)}"


def spelled_day(when: datetime) -> str:
    """A day as Nghị định 30/2020 writes it: days below 10 and months 1 and 2 with a leading zero."""
    month = f"{when.month:02d}" if when.month < 3 else str(when.month)
    return f"ngày {when.day:02d} tháng {month} năm {when.year}"


def clean(value: Any) -> Any:
    """The same JSON with composed letters and without invisible characters, which no paper shows and PDF/A forbids."""
    if isinstance(value, str):
        return "".join(map(_visible, unicodedata.normalize("NFC", value))).strip()
    if isinstance(value, Mapping):
        return {str(key): clean(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    return value


def _visible(character: str) -> str:
    match unicodedata.category(character):
        case "Cc":
            return "\n" if character == "\n" else " "
        case "Cf" | "Cs":  # marks of direction and joining could make a name look like another
            return ""
        case _:
            return character


def _filled(content: Any, path: list[str]) -> bool:
    found = list(_found(content, path))
    return bool(found) and all(value not in ("", [], {}, None) for value in found)


def _found(value: Any, path: list[str]) -> Iterator[Any]:
    if not path:
        yield value
        return
    name, rest = path[0], path[1:]
    inner = value.get(name.removesuffix("[]")) if isinstance(value, Mapping) else None
    if name.endswith("[]") and isinstance(inner, list | tuple):
        for each in inner:
            yield from _found(each, rest)
    else:
        yield from _found(inner, rest)
