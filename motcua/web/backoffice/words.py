"""What codes of the offices and kinds of the journal are called on a page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.office.agencies import KINDS
from motcua.casework.office.days import KINDS as DAY_KINDS
from motcua.casework.reads.happenings import Told
from motcua.kernel.sentences import gettext_noop
from motcua.offices.models import Level
from motcua.offices.roles import LABELS, Role
from motcua.workflow.opinions.rules import VERDICTS

EVENTS = {
    "agency.opened": gettext_noop("Mở cơ quan"),
    "agency.changed": gettext_noop("Sửa thông tin cơ quan"),
    "agency.closed": gettext_noop("Kết thúc hoạt động; chuyển sang {successor}: {dossiers} hồ sơ, {posts} vị trí"),
    "agency.moved": gettext_noop("Chuyển từ {from} sang trực thuộc {to}"),
    "agency.emergency_block_made": gettext_noop("Lập tập phiếu khẩn cấp số {first} đến {last} năm {year}"),
    "agency.emergency_block_closed": gettext_noop("Khóa tập phiếu khẩn cấp số {first} đến {last}; hủy {voided} phiếu"),
    "agency.list_slip_issued": gettext_noop("Lập phiếu số {number} cho {dossiers} hồ sơ"),
    "agency.register_closed": gettext_noop("Khóa Sổ theo dõi hồ sơ năm {year}: {rows} hồ sơ, {open} chưa xong"),
    "agency.emergency_number_voided": gettext_noop("Hủy phiếu khẩn cấp số {number}"),
    "unit.opened": gettext_noop("Lập {unit}"),
    "unit.ended": gettext_noop("Kết thúc {unit}"),
    "area.given": gettext_noop("Phân công địa bàn từ {from}"),
    "area.ended": gettext_noop("Thôi phụ trách địa bàn từ {on}"),
    "office_hours.set": gettext_noop("Đặt giờ làm việc từ {from}"),
    "warnings.set": gettext_noop("Đặt mức cảnh báo thời hạn: {first} % và {second} %, từ {from}"),
    "counter_hours.set": gettext_noop("Đặt giờ mở quầy từ {from}"),
    "days.entered": gettext_noop("Ghi ngày nghỉ, ngày làm bù"),
    "day.withdrawn": gettext_noop("Bỏ ngày {day} khỏi lịch"),
    "days.withdrawn": gettext_noop("Bỏ ngày khỏi lịch"),
    "office_hours.withdrawn": gettext_noop("Bỏ giờ làm việc khỏi lịch"),
    "calendar.corrected": gettext_noop("Sửa lịch làm việc"),
    "calendar.undone": gettext_noop("Hoàn tác một thay đổi của lịch"),
    "account.opened": gettext_noop("Mở tài khoản {username}"),
    "account.changed": gettext_noop("Sửa thông tin liên hệ"),
    "account.password_changed": gettext_noop("Tự đổi mật khẩu"),
    "account.password_reset": gettext_noop("Đặt lại mật khẩu"),
    "account.shut_out": gettext_noop("Khóa tài khoản"),
    "account.let_in": gettext_noop("Mở khóa tài khoản"),
    "token.issued": gettext_noop("Cấp mã truy cập API, dùng đến {until}"),
    "token.revoked": gettext_noop("Thu hồi mã truy cập API"),
    "post.given": gettext_noop("Giao vị trí {role} tại {agency}"),
    "post.ended": gettext_noop("Kết thúc vị trí {role} tại {agency}"),
    "absence.entered": gettext_noop("Vắng mặt từ {from}"),
    "absence.ended": gettext_noop("Trở lại làm việc, hết lần vắng mặt từ {from}"),
    "assistance.entered": gettext_noop("Giao ghi thay lãnh đạo tại {agency} từ {from}"),
    "assistance.ended": gettext_noop("Thôi ghi thay lãnh đạo tại {agency}"),
    "procedure.published": gettext_noop("Công bố bản {version}, áp dụng từ {from}"),
    "process.published": gettext_noop("Ban hành quy trình nội bộ, bản {process}, áp dụng từ {from}: {decision}"),
    "process.opinions_asked": gettext_noop("Xin ý kiến về dự thảo quy trình, đợt {round}, đến hết ngày {until}"),
    "process.opinion_given": gettext_noop("{agency} trả lời về dự thảo quy trình, đợt {round}: {verdict}"),
    "process.remarks_replied": gettext_noop("Trả lời góp ý về dự thảo quy trình, đợt {round}"),
    "process.opinions_closed": gettext_noop("Kết thúc đợt {round} xin ý kiến về dự thảo quy trình: {answers} trả lời"),
    "review.opened": gettext_noop("Mở cuộc rà soát theo {number}: {lines} thủ tục, hạn {due}"),
    "review.assigned": gettext_noop("Giao {lines} thủ tục để rà soát cho {to}"),
    "review.filled": gettext_noop("Rà soát {lines} thủ tục theo {number}"),
    "review.judged": gettext_noop("Quyết định về {lines} đề xuất rà soát"),
    "review.closed": gettext_noop("Kết thúc cuộc rà soát theo {number}: {reviewed} thủ tục, {accepted} đề xuất"),
    "linked_group.published": gettext_noop("Vào nhóm thủ tục liên thông {name} từ {from}: {decision}"),
    "linked_group.ended": gettext_noop("Nhóm thủ tục liên thông {name} kết thúc từ {to}: {decision}"),
    "competence.set": gettext_noop("Đặt thẩm quyền giải quyết"),
    "form.published": gettext_noop("Công bố tờ khai điện tử"),
    "online_door.opened": gettext_noop("Mở nộp trực tuyến từ {from}"),
    "online_door.closed": gettext_noop("Ngừng nộp trực tuyến từ {from}"),
    "on_the_spot.set": gettext_noop("Đặt nơi giải quyết tại chỗ"),
}


class _Missing(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"


def event(told: Told) -> str:
    """One event in words; a kind without words of its own is named as the journal names it."""
    text = EVENTS.get(told.kind)
    if text is None:
        return told.kind
    values = _Missing(told.payload | told.facts)
    if values.get("role") in set(Role):
        values["role"] = role(str(values["role"]))
    if values.get("verdict") in VERDICTS:
        values["verdict"] = gettext(VERDICTS[str(values["verdict"])]).lower()
    values["from"] = _plain_day(values["from"])
    values["day"] = _plain_day(values["day"])
    values["until"], values["due"] = _plain_day(values["until"]), _plain_day(values["due"])
    said = gettext(text).format_map(values)
    return f"{said} · {values['variant']}" if "variant" in values else said


def _plain_day(value: object) -> str:
    """An ISO date of the journal as people write it; anything else stays."""
    parts = str(value).split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 and len(parts[0]) == 4 else str(value)


def changes(told: Told) -> list[tuple[str, str, str]]:
    """What was changed: name of the field, from, to."""
    said = told.payload.get("changes")
    if not isinstance(said, dict):
        return []
    return [
        (gettext(FIELDS.get(str(k), str(k))), str(v.get("from", "")), str(v.get("to", ""))) for k, v in said.items()
    ]


CHANNELS = {
    "direct": gettext_noop("trực tiếp"),
    "online": gettext_noop("trực tuyến"),
    "post": gettext_noop("bưu chính công ích"),
}
ONLINE = {
    "full": gettext_noop("toàn trình"),
    "partial": gettext_noop("một phần"),
    "info": gettext_noop("chỉ cung cấp thông tin"),
    "unknown": gettext_noop("nguồn không ghi"),
}
JOBS = {
    "journal.anchor": gettext_noop("Niêm nhật ký"),
    "deadlines.forecast": gettext_noop("Dự báo hồ sơ sẽ quá hạn"),
    "house.tidy": gettext_noop("Dọn phiên đăng nhập và việc cũ"),
    "facts.project": gettext_noop("Tính số liệu báo cáo"),
    "notifications.send": gettext_noop("Gửi thư điện tử"),
    "acceptance.alert": gettext_noop("Báo hồ sơ trực tuyến vừa nộp"),
    "acceptance.remind": gettext_noop("Nhắc hồ sơ trực tuyến chờ tiếp nhận"),
    "acceptance.overdue": gettext_noop("Báo hồ sơ trực tuyến quá thời gian phải trả lời"),
    "deadlines.warn": gettext_noop("Cảnh báo thời hạn"),
    "urging.tell": gettext_noop("Báo đôn đốc và trả lời đôn đốc"),
    "digest.morning": gettext_noop("Gửi tóm tắt buổi sáng"),
    "papers.archive": gettext_noop("Lưu phiếu thành tệp PDF"),
    "papers.archive_list": gettext_noop("Lưu phiếu của nhiều hồ sơ thành tệp PDF"),
    "opinion.tell": gettext_noop("Báo xin ý kiến về dự thảo quy trình"),
    "opinion.near": gettext_noop("Nhắc trả lời về dự thảo quy trình"),
    "decision.follow": gettext_noop("Chuyển hồ sơ đang giải quyết sang bản mới của thủ tục"),
    "agency.stragglers": gettext_noop("Chuyển nốt hồ sơ sang cơ quan kế thừa"),
    "demo.live": gettext_noop("Dựng hồ sơ trình diễn"),
}


def known(table: dict[str, str], code: str) -> str:
    """The word for a code; a code without one stays itself."""
    return gettext(table[code]) if code in table else code


FIELDS = {
    "name": gettext_noop("Tên"),
    "short_name": gettext_noop("Tên ngắn"),
    "address": gettext_noop("Địa chỉ"),
    "phone": gettext_noop("Điện thoại"),
    "full_name": gettext_noop("Họ và tên"),
    "email": gettext_noop("Thư điện tử"),
}


def role(code: str) -> str:
    """What a role is called."""
    return gettext(LABELS[Role(code)])


def roles() -> list[tuple[str, str]]:
    return [(r.value, gettext(label)) for r, label in LABELS.items()]


def kind(code: str) -> str:
    """What a kind of agency is called."""
    return gettext(KINDS.get(code, code))


def kinds(codes: Iterable[str] = KINDS) -> list[tuple[str, str]]:
    return [(code, kind(code)) for code in codes]


def day_kind(code: str) -> str:
    return gettext(DAY_KINDS.get(code, code))


def levels() -> list[tuple[str, str]]:
    """The levels of government, the ended ones last."""
    rows = sorted(Level.objects.all(), key=lambda level: (level.valid_to is not None, level.pk))
    return [(level.code, gettext(level.name)) for level in rows]


LEVEL_NAMES = (_("Cấp bộ"), _("Cấp tỉnh"), _("Cấp huyện"), _("Cấp xã"))  # rows of the first migration, for translation
