"""What an access token may be used for: scopes narrow what its account may do, they never widen it. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.kernel.sentences import Refused, gettext_noop

SCOPES: dict[str, str] = {
    "dossiers:read": gettext_noop("Xem hồ sơ"),
    "dossiers:write": gettext_noop("Ghi nhận và xử lý hồ sơ"),
    "worklist": gettext_noop("Xem danh sách việc"),
    "catalogue:read": gettext_noop("Xem thủ tục"),
    "catalogue:write": gettext_noop("Ghi quy trình nội bộ"),
    "offices:read": gettext_noop("Xem cơ quan"),
    "files": gettext_noop("Gửi và tải tệp"),
    "tax-office": gettext_noop("Hệ thống thuế gửi thông báo, chứng từ"),
}
SHORTEST, LONGEST = 1, 731
"""Days that a token may live: at most two years."""


def read_scopes(wanted: Iterable[str], *, field: str = "scopes") -> list[str]:
    """The scopes in the order of the table, all of them when none is named; Refused for one that is not in it."""
    named = {scope.strip() for scope in wanted if scope.strip()}
    if unknown := sorted(named - set(SCOPES)):
        raise Refused(
            "Không có phạm vi “{scope}”; hãy chọn trong: {known}.",
            field=field,
            scope=unknown[0][:60],
            known=", ".join(SCOPES),
        )
    return [scope for scope in SCOPES if not named or scope in named]


def read_days(days: int, *, field: str = "days") -> int:
    """For how many days a token is good; Refused outside the bounds."""
    if not SHORTEST <= days <= LONGEST:
        raise Refused("Thời hạn của mã truy cập phải từ 1 đến {most} ngày.", field=field, most=LONGEST)
    return days
