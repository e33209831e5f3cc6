"""The sheets of the spreadsheet of procedures and their columns: what the template writes and what the import reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from motcua.kernel.limits import LABELS, Unit

EXAMPLE = "0.000000"  # rows of this code are an example and passed over
GUIDE = "Hướng dẫn"


class Kind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    WORDS = "words"  # a list, with semicolons or one a line
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading: `key` of the import format, and what stands for what where it holds chosen words."""

    heading: str
    key: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    words: Mapping[str, str] | None = None
    help: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: whose rows go to `key` of the line of their procedure, "" for the lines themselves."""

    name: str
    key: str
    columns: tuple[Column, ...]


CODE = Column("Mã thủ tục", "code", needed=True, help="dạng chữ, ví dụ 1.001193")
CHANNELS = {"trực tiếp": "direct", "trực tuyến": "online", "bưu chính": "post"}
UNITS = {LABELS[unit]: unit.value for unit in Unit}
LEVELS = {"bộ": "ministry", "tỉnh": "province", "xã": "commune", "khác": "other"}
ONLINE = {"toàn trình": "full", "một phần": "partial", "cung cấp thông tin": "info", "chưa phân loại": "unknown"}
KINDS = {"lệ phí": "fee", "phí": "charge"}
PERS = {"hồ sơ": "dossier", "bản": "copy", "trang": "page", "người": "person"}
HOLDS = {"nghĩa vụ tài chính": "financial", "căn cứ khác": "other"}


def _channels(heading: str, key: str = "channels") -> Column:
    return Column(heading, key, Kind.WORDS, words=CHANNELS, help="bỏ trống: mọi cách nộp")


LIMIT = (
    Column("Thời hạn", "amount", Kind.NUMBER),
    Column("Đơn vị", "unit", words=UNITS),
    Column("Ngày ấn định", "date", Kind.DAY, help="chỉ khi đơn vị là ngày ấn định"),
    Column("Căn cứ của thời hạn", "legal_basis", help="điều, khoản và văn bản"),
)
WHEN = (
    _channels("Cách nộp"),
    Column("Trường hợp", "cases", Kind.WORDS, help="tên trong trang “Trường hợp”; bỏ trống: mọi trường hợp"),
    Column("Từ ngày", "from", Kind.DAY),
    Column("Đến hết ngày", "to", Kind.DAY),
)
TABLES = (
    Table(
        "Thủ tục",
        "",
        (
            CODE,
            Column("Tên thủ tục", "name", needed=True),
            Column("Lĩnh vực", "field"),
            Column("Cấp thực hiện", "levels", Kind.WORDS, words=LEVELS),
            Column("Cơ quan thực hiện", "agency"),
            Column("Cách nộp", "channels", Kind.WORDS, words=CHANNELS),
            *LIMIT,
            _channels("Thời hạn cho hồ sơ nộp", "limit_for"),
            Column("Thời hạn ghi trong văn bản", "limit_text"),
            Column("Trình tự thực hiện", "steps"),
            Column("Phí, lệ phí", "fee_text"),
            Column("Kết quả", "result"),
            Column("Yêu cầu, điều kiện", "requirements"),
            Column("Đối tượng thực hiện", "subjects", Kind.WORDS),
            Column("Căn cứ pháp lý", "legal_bases", Kind.WORDS),
            Column("Số bộ hồ sơ", "sets", Kind.WHOLE),
            Column("Mức trực tuyến", "online", words=ONLINE),
            Column("Lý do chưa toàn trình", "online_reason"),
        ),
    ),
    Table(
        "Thành phần hồ sơ",
        "components",
        (
            CODE,
            Column("Giấy tờ", "name", needed=True),
            Column("Bản chính", "originals", Kind.WHOLE),
            Column("Bản sao", "copies", Kind.WHOLE),
            Column("Mẫu", "form"),
            Column("Nhóm, trường hợp", "group"),
            Column("Ghi chú", "note"),
            Column("Chỉ là lời dẫn", "remark", Kind.TICK, help="đánh dấu x"),
            Column("Là kết quả của thủ tục", "result_of", help="mã thủ tục, dạng chữ"),
        ),
    ),
    Table("Trường hợp", "cases", (CODE, Column("Trường hợp", "name", needed=True), *LIMIT, _channels("Hồ sơ nộp"))),
    Table(
        "Căn cứ tạm dừng",
        "holds",
        (
            CODE,
            Column("Lý do tạm dừng", "name", needed=True),
            Column("Căn cứ pháp lý", "basis", needed=True),
            Column("Loại", "kind", words=HOLDS),
        ),
    ),
    Table(
        "Mức thu",
        "charges",
        (
            CODE,
            Column("Khoản thu", "name", needed=True),
            Column("Loại", "kind", words=KINDS, needed=True),
            Column("Số tiền (đồng)", "amount", Kind.WHOLE, needed=True),
            Column("Mỗi", "per", words=PERS, needed=True),
            Column("Căn cứ", "basis"),
            *WHEN,
        ),
    ),
    Table(
        "Miễn, giảm",
        "reductions",
        (
            CODE,
            Column("Khoản thu", "name", needed=True),
            Column("Giảm (%)", "percent", Kind.WHOLE, needed=True),
            Column("Đối tượng", "ground"),
            Column("Căn cứ", "basis"),
            *WHEN,
        ),
    ),
)
