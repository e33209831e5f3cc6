"""Changes of what was typed, without a verb: a card read, a row more or less, papers ticked, points drafted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from motcua.casework.supplements import usual_guidance
from motcua.catalogue.models import Component
from motcua.files import pictures
from motcua.kernel import scanned_card
from motcua.kernel.card import FEWEST_FIELDS, Card
from motcua.kernel.dossier_code import looks_like_code
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

from .typed import number

NO_CODE = gettext_noop("Không thấy mã QR nào trong ảnh. Hãy chụp lại mặt thẻ có mã QR, gần hơn, đủ sáng, không lóa.")
OTHER_CODE = gettext_noop("Mã trong ảnh không phải của thẻ căn cước. Hãy chụp mặt thẻ có mã QR.")
MANY_CARDS = gettext_noop("Trong ảnh có mã của {count} thẻ. Hãy chụp riêng từng thẻ.")
ROWS = ("owners", "extras", "points")
MOST_ROWS = 50
A_DOSSIER = gettext_noop(
    "Đây là mã của hồ sơ {code}, không phải thẻ căn cước. Muốn mở hồ sơ đó thì quét vào ô “Quét hoặc gõ mã hồ sơ”."
)


def rows(data: QueryDict, name: str) -> int:
    """How many rows of owners, extra papers or points the form has."""
    return min(number(data.get(name)) or 0, MOST_ROWS)


def read_card(data: QueryDict, prefix: str, *, at: datetime) -> list[Sentence]:
    """Fill a party from the text of a card that was scanned into its field; what the officer should compare with it.

    Refused when that is no card. What the card does not say, or could not be read of it, stays as it was typed.
    """
    text, field = data.get(f"{prefix}-card", ""), f"{prefix}-card"
    if code := _code_of_dossier(text):
        raise Refused(A_DOSSIER, field=field, code=code)
    found = scanned_card.read(text, today=at.astimezone(VIETNAM).date(), field=field)
    fill(data, prefix, found.card)
    return list(found.doubts)


def read_photo(data: QueryDict, prefix: str, upload: UploadedFile[bytes], *, at: datetime) -> list[Sentence]:
    """Fill a party from a photo of the card, which is kept nowhere; what the officer should compare with the card.

    Refused when it is no picture, shows no code, no card, or several cards.
    """
    name, field = str(upload.name or "")[-120:], f"{prefix}-photo"
    if (upload.size or 0) > pictures.MOST_BYTES:
        raise Refused(pictures.TOO_LARGE, field=field, name=name, most=pictures.MOST_BYTES // 2**20)
    seen = pictures.codes(upload.read(), name=name, field=field)
    if not seen:
        raise Refused(NO_CODE, field=field)
    cards = [text for text in seen if text.count("|") >= FEWEST_FIELDS - 1]
    if not cards:
        raise Refused(OTHER_CODE, field=field)
    if len(cards) > 1:
        raise Refused(MANY_CARDS, field=field, count=len(cards))
    found = scanned_card.read(cards[0], today=at.astimezone(VIETNAM).date(), field=field)
    fill(data, prefix, found.card)
    return list(found.doubts)


def fill(data: QueryDict, prefix: str, found: Card) -> None:
    """Write what a card says into the fields of a party."""
    said = {
        "name": found.name,
        "number": found.number,
        "birth_date": found.birth_date,
        "sex": found.sex,
        "address": found.address,
    }
    for name, value in said.items():
        if value:
            data[f"{prefix}-{name}"] = value
    data[f"{prefix}-kind"], data[f"{prefix}-card"] = "citizen", ""
    if found.number:
        data.pop(f"{prefix}-no_number", None)


def _code_of_dossier(text: str) -> str:
    """The code of a slip that was scanned where a card is read: its bar code, or its QR code, which is an address."""
    said = text.strip().rstrip("/")
    found = looks_like_code(said.rpartition("/tra-cuu/")[2])
    return found or "" if "/tra-cuu/" in said or (found and not found.isdigit() and "-" in found) else ""


def add_row(data: QueryDict, name: str) -> None:
    """One more owner, extra paper or point."""
    data[name] = str(min(rows(data, name) + 1, MOST_ROWS))


def drop_row(data: QueryDict, name: str, n: int) -> None:
    """Take row `n` away; the rows after it move up."""
    mine = [key for key in data if key.startswith(f"{name}-")]
    moved = {key: data.getlist(key) for key in mine}
    for key in mine:
        del data[key]
    for key, values in moved.items():
        row, _, rest = key.removeprefix(f"{name}-").partition("-")
        at = number(row)
        if at is not None and at != n:
            data.setlist(f"{name}-{at - (at > n)}-{rest}", values)
    data[name] = str(max(rows(data, name) - 1, 0))


def tick_all(data: QueryDict, components: Iterable[Component]) -> None:
    """Tick every required paper that is not marked yet."""
    for c in components:
        if c.required and not is_marked(data, c):
            data[f"papers-{c.n}-got"] = "on"


def propose_points(data: QueryDict, components: Iterable[Component]) -> None:
    """Draft the points of form 02 from the required papers that are not marked, unless points are there already."""
    if rows(data, "points"):
        return
    missing = [c for c in components if c.required and not is_marked(data, c)][:MOST_ROWS]
    for i, c in enumerate(missing):
        data[f"points-{i}-n"] = str(c.n)
        data[f"points-{i}-component"] = c.name[:500]
        data[f"points-{i}-reason"] = "Chưa có trong hồ sơ đã nộp."
        data[f"points-{i}-guidance"] = usual_guidance(c)
    data["points"] = str(len(missing) or 1)


def is_marked(data: QueryDict, component: Component) -> bool:
    """Whether a paper is ticked as received or as not needed."""
    return any(data.get(f"papers-{component.n}-{name}") for name in ("got", "not_needed"))
