"""The ten national states of a dossier and the table of moves between them (rules.md 1.10; NĐ 118/2025 Điều 17–23).

The table is the life cycle. A test asserts that every move has a label, a journal kind, a permission and a message to
the applicant or an explicit silence; docs/states.md is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from motcua.kernel.sentences import gettext_noop


class Status(IntEnum):
    """The code that the national portal uses for the state."""

    FILED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    IN_PROCESS = 4
    SUPPLEMENT = 5
    FINANCIAL = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10


LABELS: dict[Status, str] = {
    Status.FILED: gettext_noop("Mới đăng ký"),
    Status.ACCEPTED: gettext_noop("Được tiếp nhận"),
    Status.NOT_ACCEPTED: gettext_noop("Không được tiếp nhận"),
    Status.IN_PROCESS: gettext_noop("Đang xử lý"),
    Status.SUPPLEMENT: gettext_noop("Yêu cầu bổ sung giấy tờ"),
    Status.FINANCIAL: gettext_noop("Yêu cầu thực hiện nghĩa vụ tài chính"),
    Status.WITHDRAWN: gettext_noop("Công dân yêu cầu rút hồ sơ"),
    Status.STOPPED: gettext_noop("Dừng xử lý"),
    Status.FINISHED: gettext_noop("Đã xử lý xong"),
    Status.RETURNED: gettext_noop("Đã trả kết quả"),
}

# What each state means for the applicant, said on the tracking page; nothing personal.
MEANINGS: dict[Status, str] = {
    Status.FILED: gettext_noop("Hồ sơ đã được gửi, đang chờ Bộ phận Một cửa kiểm tra."),
    Status.ACCEPTED: gettext_noop("Hồ sơ đã được tiếp nhận. Anh/Chị chưa phải làm gì."),
    Status.NOT_ACCEPTED: gettext_noop("Hồ sơ không được tiếp nhận. Lý do ghi trong phiếu từ chối đã gửi Anh/Chị."),
    Status.IN_PROCESS: gettext_noop("Hồ sơ đang được giải quyết. Anh/Chị chưa phải làm gì."),
    Status.SUPPLEMENT: gettext_noop("Anh/Chị cần nộp bổ sung giấy tờ theo phiếu yêu cầu bổ sung."),
    Status.FINANCIAL: gettext_noop("Anh/Chị cần thực hiện nghĩa vụ tài chính theo thông báo."),
    Status.WITHDRAWN: gettext_noop("Hồ sơ đã được rút theo yêu cầu của Anh/Chị."),
    Status.STOPPED: gettext_noop("Hồ sơ đã dừng giải quyết. Lý do ghi trong thông báo đã gửi Anh/Chị."),
    Status.FINISHED: gettext_noop("Đã có kết quả. Anh/Chị mang giấy hẹn đến nhận, hoặc chờ theo cách đã đăng ký."),
    Status.RETURNED: gettext_noop("Kết quả đã được trả."),
}

OPEN = frozenset({Status.FILED, Status.ACCEPTED, Status.IN_PROCESS, Status.SUPPLEMENT, Status.FINANCIAL})
WAITING_FOR_APPLICANT = frozenset({Status.SUPPLEMENT, Status.FINANCIAL})
BEYOND = sorted(map(int, {*WAITING_FOR_APPLICANT, Status.FINISHED}))  # nothing to do before the applicant comes
ENDED = frozenset({Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED, Status.FINISHED, Status.RETURNED})


class Link(StrEnum):
    """How a dossier of a linked declaration stands to the one whose result it needs; state 1 while it waits."""

    AT_ONCE = "at_once"  # it needs none
    WAITING = "waiting"  # no clock of it runs
    FOLLOWED = "followed"  # the result is there
    STRANDED = "stranded"  # there is no result to come, or it could not go on by itself: the counter decides


@dataclass(frozen=True, slots=True)
class Move:
    """One lawful step from `before` to `after` by `verb`.

    `permission` is asked of policy; `kind` is the journal's word; `message` names what the applicant is told, None is
    an explicit silence (the applicant stands at the counter, or an act beside it tells them).
    """

    before: Status | None
    after: Status
    verb: str
    permission: str
    kind: str
    label: str
    message: str | None


S = Status
VERBS: dict[str, str] = {
    "file": gettext_noop("Ghi nhận hồ sơ"),
    "accept": gettext_noop("Tiếp nhận"),
    "refuse": gettext_noop("Từ chối tiếp nhận"),
    "ask_supplement": gettext_noop("Yêu cầu bổ sung"),
    "receive_supplement": gettext_noop("Nhận bổ sung"),
    "take": gettext_noop("Nhận việc"),
    "hold": gettext_noop("Tạm dừng thời hạn"),
    "release": gettext_noop("Tiếp tục tính thời hạn"),
    "resolve": gettext_noop("Có kết quả"),
    "return_result": gettext_noop("Trả kết quả"),
    "withdraw": gettext_noop("Rút hồ sơ"),
    "stop": gettext_noop("Dừng giải quyết"),
    "reopen": gettext_noop("Mở lại để sửa sai"),
    # Acts that leave the state as it is
    "advance": gettext_noop("Chuyển bước"),
    "send_back": gettext_noop("Trả lại bước trước"),
    "recall": gettext_noop("Thu hồi việc đã chuyển"),
    "hand_over": gettext_noop("Bàn giao việc"),
    "propose_supplement": gettext_noop("Đề xuất yêu cầu bổ sung"),
    "amend": gettext_noop("Sửa thông tin hồ sơ"),
    "attach": gettext_noop("Thêm tệp"),
    "route": gettext_noop("Xác định cơ quan giải quyết"),
    "receive_transfer": gettext_noop("Nhận hồ sơ giấy chuyển đến"),
    "reroute": gettext_noop("Chuyển đúng cơ quan giải quyết"),
    "change_case": gettext_noop("Chuyển trường hợp"),
    "apologise": gettext_noop("Xin lỗi và hẹn lại"),
    "urge": gettext_noop("Đôn đốc"),
    "answer_urging": gettext_noop("Trả lời đôn đốc"),
    "consult": gettext_noop("Lấy ý kiến cơ quan khác"),
    "answer_consultation": gettext_noop("Trả lời ý kiến"),
    "withdraw_consultation": gettext_noop("Rút câu hỏi lấy ý kiến"),
    "decide_claim": gettext_noop("Duyệt ghi lùi ngày"),
    "ask_tax": gettext_noop("Gửi cơ quan thuế"),
    "take_notice": gettext_noop("Nhận thông báo thuế"),
    "withdraw_notice": gettext_noop("Thu hồi thông báo thuế"),
    "take_proof": gettext_noop("Nhận chứng từ nộp thuế"),
    "assess": gettext_noop("Tính phí, lệ phí"),
    "pay": gettext_noop("Thu phí, lệ phí"),
    "cancel_payment": gettext_noop("Hủy lần thu ghi sai"),
    "refund": gettext_noop("Hoàn trả phí, lệ phí"),
    "void": gettext_noop("Hủy hồ sơ ghi nhầm"),
    "post_result": gettext_noop("Gửi kết quả qua bưu chính"),
    "result_came_back": gettext_noop("Nhận kết quả bưu chính chuyển hoàn"),
    "remind": gettext_noop("Nhắc nhận kết quả"),
    "keep_originals": gettext_noop("Giữ bản chính để đối chiếu"),
    "give_back": gettext_noop("Trả lại bản chính"),
    "settle_wrong_result": gettext_noop("Xử lý kết quả sai đã trao"),
    "record_loss": gettext_noop("Ghi nhận mất, hư hỏng giấy tờ"),
}


def _move(
    before: Status | None, after: Status, verb: str, kind: str, message: str | None, permission: str = ""
) -> Move:
    return Move(before, after, verb, permission or f"dossier.{verb}", kind, VERBS[verb], message)


MOVES: tuple[Move, ...] = (
    _move(None, S.FILED, "file", "dossier.filed", None),
    _move(S.FILED, S.ACCEPTED, "accept", "dossier.accepted", "accepted"),
    _move(S.FILED, S.NOT_ACCEPTED, "refuse", "dossier.refused", "not_accepted"),
    _move(S.FILED, S.SUPPLEMENT, "ask_supplement", "supplement.asked", "supplement"),
    _move(S.FILED, S.FINANCIAL, "hold", "hold.begun", "financial"),
    _move(S.FILED, S.WITHDRAWN, "withdraw", "dossier.withdrawn", "withdrawn"),
    _move(S.ACCEPTED, S.IN_PROCESS, "take", "dossier.in_process", None),
    _move(S.ACCEPTED, S.SUPPLEMENT, "ask_supplement", "supplement.asked", "supplement"),
    _move(S.ACCEPTED, S.FINANCIAL, "hold", "hold.begun", "financial"),
    _move(S.ACCEPTED, S.WITHDRAWN, "withdraw", "dossier.withdrawn", "withdrawn"),
    _move(S.ACCEPTED, S.STOPPED, "stop", "dossier.stopped", "stopped"),
    _move(S.ACCEPTED, S.FINISHED, "resolve", "dossier.resolved", "finished"),
    _move(S.IN_PROCESS, S.SUPPLEMENT, "ask_supplement", "supplement.asked", "supplement"),
    _move(S.IN_PROCESS, S.FINANCIAL, "hold", "hold.begun", "financial"),
    _move(S.IN_PROCESS, S.WITHDRAWN, "withdraw", "dossier.withdrawn", "withdrawn"),
    _move(S.IN_PROCESS, S.STOPPED, "stop", "dossier.stopped", "stopped"),
    _move(S.IN_PROCESS, S.FINISHED, "resolve", "dossier.resolved", "finished"),
    _move(S.SUPPLEMENT, S.FILED, "receive_supplement", "supplement.received", None),
    _move(S.SUPPLEMENT, S.IN_PROCESS, "receive_supplement", "supplement.received", "in_process"),
    _move(S.SUPPLEMENT, S.WITHDRAWN, "withdraw", "dossier.withdrawn", "withdrawn"),
    _move(S.SUPPLEMENT, S.STOPPED, "stop", "dossier.stopped", "stopped"),
    _move(S.FINANCIAL, S.FILED, "release", "hold.ended", None),
    _move(S.FINANCIAL, S.IN_PROCESS, "release", "hold.ended", "in_process"),
    _move(S.FINANCIAL, S.WITHDRAWN, "withdraw", "dossier.withdrawn", "withdrawn"),
    _move(S.FINANCIAL, S.STOPPED, "stop", "dossier.stopped", "stopped"),
    _move(S.FINISHED, S.RETURNED, "return_result", "dossier.returned", None),
    _move(S.FINISHED, S.IN_PROCESS, "reopen", "dossier.reopened", "in_process"),
    _move(S.RETURNED, S.IN_PROCESS, "reopen", "dossier.reopened", "in_process"),
)

# Acts without a move, and the states in which they make sense.
ACTS: dict[str, frozenset[Status]] = {
    "take": frozenset({S.FILED, S.ACCEPTED, S.IN_PROCESS, S.FINISHED}),
    "advance": frozenset({S.ACCEPTED, S.IN_PROCESS}),
    "send_back": frozenset({S.IN_PROCESS}),
    "recall": frozenset({S.IN_PROCESS}),
    "hand_over": OPEN | {S.FINISHED},
    "propose_supplement": frozenset({S.ACCEPTED, S.IN_PROCESS}),
    "hold": frozenset({S.ACCEPTED, S.IN_PROCESS}),
    "release": frozenset({S.ACCEPTED, S.IN_PROCESS}),
    "amend": frozenset({S.FILED, S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT, S.FINANCIAL}),
    "route": frozenset({S.FILED}),
    "receive_transfer": frozenset({S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT, S.FINANCIAL}),
    "reroute": frozenset({S.FILED, S.ACCEPTED, S.IN_PROCESS}),
    "change_case": frozenset({S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT, S.FINANCIAL}),
    "apologise": frozenset({S.ACCEPTED, S.IN_PROCESS}),
    "urge": OPEN,
    "answer_urging": OPEN,
    "consult": frozenset({S.ACCEPTED, S.IN_PROCESS}),
    "answer_consultation": OPEN,
    "withdraw_consultation": OPEN,
    "attach": OPEN | {S.FINISHED, S.RETURNED},
    "decide_claim": frozenset(Status),
    "ask_tax": frozenset({S.ACCEPTED, S.IN_PROCESS}),
    "take_notice": frozenset({S.ACCEPTED, S.IN_PROCESS, S.FINANCIAL}),
    "withdraw_notice": frozenset({S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT, S.FINANCIAL}),
    "take_proof": frozenset({S.ACCEPTED, S.IN_PROCESS, S.SUPPLEMENT, S.FINANCIAL}),
    "assess": OPEN | {S.FINISHED, S.RETURNED},
    "pay": OPEN | {S.FINISHED, S.RETURNED},
    "cancel_payment": frozenset(Status),
    "refund": frozenset(Status),
    "void": OPEN,
    "post_result": frozenset({S.FINISHED}),
    "result_came_back": frozenset({S.FINISHED}),
    "remind": frozenset({S.FINISHED}),
    "keep_originals": OPEN | {S.FINISHED},
    "give_back": frozenset(Status),
    "settle_wrong_result": frozenset({S.IN_PROCESS, S.FINISHED, S.RETURNED}),
    "record_loss": OPEN | {S.FINISHED, S.RETURNED},
}

_BY_VERB = {(move.before, move.verb, move.after): move for move in MOVES}
_FROM = {(move.before, move.verb) for move in MOVES}


def move(before: Status | None, verb: str, after: Status) -> Move:
    """The move of the table; KeyError when it is not in it (a fault of ours, never of a person)."""
    return _BY_VERB[before, verb, after]


def can(before: Status | None, verb: str) -> bool:
    """Whether `verb` is lawful for a dossier in this state: by a move of the table, or as an act that moves nothing."""
    return (before, verb) in _FROM or before in ACTS.get(verb, ())
