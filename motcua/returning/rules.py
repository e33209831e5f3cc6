"""Words of what goes back to people: who may take a result, by which way, how people are reminded. Plain Python."""

from __future__ import annotations

from enum import StrEnum

from motcua.kernel.sentences import gettext_noop


class Way(StrEnum):
    """How a result reaches its owner (NĐ 118/2025 Điều 22); the same words as the way that was registered."""

    COUNTER = "counter"
    POST = "post"
    ELECTRONIC = "electronic"


class Taker(StrEnum):
    """Who takes a result at the counter."""

    APPLICANT = "applicant"
    OWNER = "owner"
    AUTHORISED = "authorised"


class Channel(StrEnum):
    """How somebody was told or reminded (B-64: SMS, e-mail, telephone, social network)."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    SOCIAL = "social"
    PERSON = "person"
    LETTER = "letter"


class Harm(StrEnum):
    """What befell papers of a dossier in the hands of the office (Điều 23.2)."""

    LOST = "lost"
    DAMAGED = "damaged"


class Wrong(StrEnum):
    """What became of the paper of a result that was wrong: taken back, not returned, or never on paper."""

    TAKEN_BACK = "taken_back"
    NOT_RETURNED = "not_returned"
    ELECTRONIC = "electronic"


WAYS: dict[Way, str] = {
    Way.COUNTER: gettext_noop("Tại quầy"),
    Way.POST: gettext_noop("Qua bưu chính"),
    Way.ELECTRONIC: gettext_noop("Bản điện tử"),
}
TAKERS: dict[Taker, str] = {
    Taker.APPLICANT: gettext_noop("Người nộp hồ sơ"),
    Taker.OWNER: gettext_noop("Chủ hồ sơ"),
    Taker.AUTHORISED: gettext_noop("Người được ủy quyền"),
}
CHANNELS: dict[Channel, str] = {
    Channel.PHONE: gettext_noop("Gọi điện thoại"),
    Channel.SMS: gettext_noop("Tin nhắn SMS"),
    Channel.EMAIL: gettext_noop("Thư điện tử"),
    Channel.SOCIAL: gettext_noop("Mạng xã hội được phép dùng"),
    Channel.PERSON: gettext_noop("Nói trực tiếp"),
    Channel.LETTER: gettext_noop("Thư giấy"),
}
HARMS: dict[Harm, str] = {
    Harm.LOST: gettext_noop("Bị mất"),
    Harm.DAMAGED: gettext_noop("Bị hư hỏng"),
}
WRONGS: dict[Wrong, str] = {
    Wrong.TAKEN_BACK: gettext_noop("Đã thu lại bản giấy"),
    Wrong.NOT_RETURNED: gettext_noop("Người nhận chưa trả lại bản giấy"),
    Wrong.ELECTRONIC: gettext_noop("Chỉ có bản điện tử, hoặc chưa trao cho ai"),
}
