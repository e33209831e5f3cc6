"""The internal process that each level begins with, so that an imported procedure can be received: to be replaced by
the agency's own decision."""

from __future__ import annotations

from decimal import Decimal

from motcua.offices.roles import Role

from .rules import StepKind, StepRow

DECISION = "Quy trình mặc định khi cài đặt; thay bằng quyết định của cơ quan"

COMMUNE = (
    StepRow("Tiếp nhận, số hóa và chuyển hồ sơ", Role.RECEIVER, "receiving", StepKind.RECEIVE, Decimal(2)),
    StepRow("Thụ lý, thẩm định hồ sơ", Role.SPECIALIST, "competent", StepKind.PROCESS, Decimal(8)),
    StepRow("Ký kết quả", Role.SIGNER, "competent", StepKind.SIGN, Decimal(4)),
    StepRow("Vào sổ, đóng dấu, phát hành", Role.CLERK, "competent", StepKind.ISSUE, Decimal(2)),
    StepRow("Trả kết quả", Role.RECEIVER, "receiving", StepKind.RETURN, Decimal(2)),
)
PROVINCE = (
    StepRow("Tiếp nhận, số hóa và chuyển hồ sơ", Role.RECEIVER, "receiving", StepKind.RECEIVE, Decimal(2)),
    StepRow("Phân công thụ lý", Role.UNIT_LEADER, "competent", StepKind.PROCESS, Decimal(2)),
    StepRow("Thụ lý, thẩm định hồ sơ", Role.SPECIALIST, "competent", StepKind.PROCESS, Decimal(8)),
    StepRow("Thẩm tra dự thảo kết quả", Role.UNIT_LEADER, "competent", StepKind.REVIEW, Decimal(4)),
    StepRow("Ký kết quả", Role.SIGNER, "competent", StepKind.SIGN, Decimal(4)),
    StepRow("Vào sổ, đóng dấu, phát hành", Role.CLERK, "competent", StepKind.ISSUE, Decimal(2)),
    StepRow("Trả kết quả", Role.RECEIVER, "receiving", StepKind.RETURN, Decimal(2)),
)
BY_LEVEL = {"commune": COMMUNE, "province": PROVINCE}
