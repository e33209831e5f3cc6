"""What a password must be: Django's checks, with sentences of our own where its Vietnamese is half English."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator, UserAttributeSimilarityValidator
from django.utils.translation import gettext


class LongEnough(MinimumLengthValidator):
    """Of `min_length` characters or more."""

    def get_error_message(self) -> str:
        return gettext("Mật khẩu quá ngắn: cần ít nhất {n} ký tự.").format(n=self.min_length)


class NotTheirName(UserAttributeSimilarityValidator):
    """Not much like the person's name, user name, e-mail or telephone number."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "full_name", "email", "phone"))

    def get_error_message(self) -> str:
        return gettext("Mật khẩu quá giống tên, thư điện tử hoặc số điện thoại của Anh/Chị. Hãy chọn mật khẩu khác.")
