"""Reading the command line: argparse whose complaints are one clear line in Vietnamese and exit code 2."""

import argparse
import os
import re
from typing import Any, NoReturn

from motcua.kernel.sentences import Refused

UNREADABLE = "dòng lệnh có ký tự không phải UTF-8; hãy gõ lại đoạn {place}"

# What argparse says in English, and how we say it.
_SAYINGS = (
    (r"the following arguments are required: (.+)", r"còn thiếu \1"),
    (r"unrecognized arguments: (.+)", r"không hiểu phần “\1”"),
    (r"argument (.+?): expected one argument", r"sau \1 cần một giá trị"),
    (r"argument (.+?): expected at least one argument", r"sau \1 cần ít nhất một giá trị"),
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"\1 không nhận “\2”; hãy chọn \3"),
    (r"argument (.+?): invalid int value: '(.*)'", r"\1 phải là số nguyên, không phải “\2”"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 không đi cùng \2"),
    (r"argument (.+?): ignored explicit argument '(.*)'", r"\1 không nhận giá trị “\2”"),
)


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser` that raises `Refused` for a wrong line and takes no shortened options."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        """Raise `Refused` with `message` in Vietnamese and the way to the help."""
        raise Refused("{message} (xem: {prog} --help)", message=in_vietnamese(message), prog=self.prog)


def in_vietnamese(message: str) -> str:
    """What argparse complains about, in Vietnamese where we know the complaint."""
    for english, vietnamese in _SAYINGS:
        said, found = re.subn(f"^{english}$", vietnamese, message, flags=re.DOTALL)
        if found:
            return said
    return message


def as_utf8(words: list[str]) -> list[str]:
    """The words of the command line read as UTF-8 whatever the locale; Refused where they are not."""
    read = [os.fsencode(word).decode("utf-8", "surrogateescape") for word in words]
    for word in read:
        if any("\ud800" <= c <= "\udfff" for c in word):
            raise Refused(UNREADABLE, place="“" + re.sub("[\ud800-\udfff]+", "…", word) + "”")
    return read
