"""The Vietnamese words in which a due date is explained, and how days, moments and lengths of time are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from motcua.kernel.limits import Unit
from motcua.kernel.moments import clock, weekday_of, written
from motcua.kernel.sentences import Sentence, gettext_noop

ACCEPTED = gettext_noop("Tiếp nhận đủ hồ sơ lúc {time} {weekday} {date}.")
STARTS_INSIDE = gettext_noop("Tiếp nhận trong giờ làm việc: tính từ lúc {time} {weekday} {date}.")
STARTS_OUTSIDE = gettext_noop("Tiếp nhận ngoài giờ làm việc: coi như nhận khi mở cửa, {time} {weekday} {date}.")
STARTS_WORKING_DAY = gettext_noop("Không tính ngày tiếp nhận; ngày làm việc đầu tiên được đếm là {weekday} {date}.")
STARTS_DAY = gettext_noop("Không tính ngày tiếp nhận; đếm từ {weekday} {date}.")
DAYS_OFF = gettext_noop("Không đếm {count} ngày không làm việc ở giữa.")
DAYS_OFF_NAMED = gettext_noop(
    "Không đếm {count} ngày không làm việc ở giữa, trong đó {holidays} ngày nghỉ lễ hoặc nghỉ bù: {dates}."
)
OUTSIDE = gettext_noop("Không tính {time} ngoài giờ làm việc ở giữa.")
OUTSIDE_NAMED = gettext_noop("Không tính {time} ngoài giờ làm việc ở giữa, kể cả ngày nghỉ lễ hoặc nghỉ bù: {dates}.")
LIMIT = gettext_noop("Đủ thời hạn {limit} vào {weekday} {date}.")
LIMIT_HOURS = gettext_noop("Đủ thời hạn {limit} làm việc lúc {time} {weekday} {date}.")
LIMIT_SHORT_MONTH = gettext_noop(
    "Đủ thời hạn {limit}: tháng {month} không có ngày {day} nên hết vào ngày cuối tháng, {weekday} {date}."
)
SAME_DAY = gettext_noop("Trả trong ngày vì nhận không sau 15:00: {weekday} {date}.")
NEXT_DAY = gettext_noop("Nhận sau 15:00 nên trả vào ngày làm việc kế tiếp: {weekday} {date}.")
FIXED = gettext_noop("Ngày trả kết quả được ấn định: {weekday} {date}.")
HOLD = gettext_noop("Tạm dừng từ {start} đến {end}: cộng thêm {amount}.")
HOLD_NOTHING = gettext_noop("Tạm dừng từ {start} đến {end}: không làm hạn thay đổi.")
HOLD_TOO_LATE = gettext_noop("Lần tạm dừng từ {start} bắt đầu khi thời hạn đã hết nên không làm hạn thay đổi.")
ROLLED = gettext_noop("Ngày cuối là {day}, không làm việc, nên chuyển sang ngày làm việc kế tiếp: {next}.")
PAUSED = gettext_noop("Đang tạm dừng từ {start}, còn lại {left}; chưa có ngày hẹn trả.")
DUE = gettext_noop("Hạn trả kết quả: {time} {weekday} {date}.")
BY_AGREEMENT = gettext_noop("Thời hạn theo thỏa thuận nên không tính ngày hẹn trả.")
NO_LIMIT = gettext_noop("Thủ tục không quy định thời hạn: không có ngày hẹn trả và không bị coi là quá hạn.")
HOLIDAYS_UNKNOWN = gettext_noop("Lịch chưa có ngày nghỉ lễ của năm {year}: hạn có thể phải tính lại.")
RESTARTED = gettext_noop(
    "Yêu cầu bổ sung lúc {asked}, nhận đủ lúc {answered}: thời hạn tính lại từ đầu kể từ khi nhận đủ."
)
WILL_RESTART = gettext_noop("Yêu cầu bổ sung lúc {asked}: khi nhận đủ, thời hạn sẽ tính lại từ đầu.")
ONLY_HOLDS = gettext_noop("Lần yêu cầu bổ sung lúc {asked} chỉ tạm dừng thời hạn, không làm thời hạn tính lại từ đầu.")
SECOND_REQUEST = gettext_noop("Yêu cầu bổ sung lần thứ hai lúc {asked}: Cổng Dịch vụ công quốc gia tính là trễ hạn.")
CASE_CHANGED = gettext_noop(
    "Chuyển trường hợp lúc {at}: thời hạn {before} đổi thành {after}, vẫn tính từ lần tiếp nhận ban đầu."
)
PROMISED = gettext_noop(
    "Hồ sơ chuyển từ hệ thống trước với hạn đã hẹn {time} {weekday} {date}: giữ đúng hạn đã hẹn, không tính lại."
)
SENT_AT_ONCE = gettext_noop("Chuyển điện tử: cơ quan giải quyết nhận ngay khi tiếp nhận nên thời hạn tính từ lúc ấy.")
PAPER_COMES = gettext_noop(
    "Hồ sơ giấy đến cơ quan giải quyết chậm nhất {time} {weekday} {date}: thời hạn tính từ lúc ấy, "
    "đến sớm thì tính sớm hơn."
)
PAPER_CAME = gettext_noop("Cơ quan giải quyết nhận hồ sơ giấy lúc {time} {weekday} {date}: thời hạn tính từ lúc ấy.")
FILED = gettext_noop("Hệ thống nhận hồ sơ trực tuyến lúc {time} {weekday} {date}.")
TAKEN_IN = gettext_noop("Ghi nhận hồ sơ lúc {time} {weekday} {date}.")
TRANSFER_TODAY = gettext_noop("Tiếp nhận không sau {until} nên chuyển ngay trong ngày: {weekday} {date}.")
TRANSFER_TOMORROW = gettext_noop("Tiếp nhận sau {until} nên chuyển vào ngày làm việc kế tiếp: {weekday} {date}.")
TRANSFER_DUE = gettext_noop("Phải chuyển hồ sơ giấy đến nơi giải quyết chậm nhất: {time} {weekday} {date}.")
NOTICE_DUE = gettext_noop("Nếu cần bổ sung, phải gửi yêu cầu cho người nộp chậm nhất: {time} {weekday} {date}.")
ASKED = gettext_noop("Gửi yêu cầu bổ sung lúc {time} {weekday} {date}.")
ASKED_STARTS = gettext_noop("Không tính ngày gửi yêu cầu; đếm từ {weekday} {date}.")
CLOSING_AFTER = gettext_noop("Người nộp bổ sung chậm nhất {weekday} {date}; sau ngày ấy có thể dừng giải quyết.")
ANSWER_DUE = gettext_noop("Phải trả lời người nộp chậm nhất: {time} {weekday} {date}.")

_DAY = gettext_noop("{weekday} {date}")
_MOMENT = gettext_noop("{time} {weekday} {date}")
_MINUTES = gettext_noop("{minutes} phút")
_HOURS = gettext_noop("{hours} giờ")
_HOURS_MINUTES = gettext_noop("{hours} giờ {minutes} phút")
_OF_WORK = gettext_noop("{time} làm việc")
_WORKING_DAYS = gettext_noop("{count} ngày làm việc")
_DAYS = gettext_noop("{count} ngày")


def on_day(given: date | None) -> dict[str, object]:
    """The values {weekday} and {date} of a sentence."""
    return {} if given is None else {"weekday": weekday_of(given), "date": written(given)}


def on_moment(given: date | datetime | None) -> dict[str, object]:
    """The values {time}, {weekday} and {date} of a sentence."""
    if not isinstance(given, datetime):
        return on_day(given)
    return {
        "time": clock(given.hour * 60 + given.minute),
        "weekday": weekday_of(given),
        "date": written(given),
    }


def day(given: date | None) -> Sentence:
    """A date with its weekday: "thứ Hai 23/02/2026"."""
    return Sentence(_DAY, on_day(given))


def moment(given: date | datetime | None) -> Sentence:
    """A moment with its weekday: "15:30 thứ Sáu 13/02/2026"."""
    return Sentence(_MOMENT, on_moment(given))


def span_of_minutes(minutes: int) -> Sentence:
    """A length of time: "8 giờ", "1 giờ 30 phút", "45 phút"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return Sentence(_MINUTES, {"minutes": rest})
    return Sentence(_HOURS_MINUTES if rest else _HOURS, {"hours": hours, "minutes": rest})


def left(amount: int, unit: Unit) -> Sentence:
    """An amount as a limit of this kind counts it: minutes of work for hours, else working days or days."""
    if unit is Unit.WORKING_HOUR:
        return Sentence(_OF_WORK, {"time": span_of_minutes(amount)})
    counted_in_work = unit in (Unit.WORKING_DAY, Unit.SAME_DAY)
    return Sentence(_WORKING_DAYS if counted_in_work else _DAYS, {"count": amount})


def listed(days: Sequence[date]) -> str:
    """Dates in a row; runs of neighbours are drawn together: "30/04/2026-01/05/2026"."""
    runs: list[tuple[date, date]] = []
    for given in days:
        if runs and given.toordinal() - runs[-1][1].toordinal() == 1:
            runs[-1] = (runs[-1][0], given)
        else:
            runs.append((given, given))
    return ", ".join(written(a) if a == b else f"{written(a)}–{written(b)}" for a, b in runs)
