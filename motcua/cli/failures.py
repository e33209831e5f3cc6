"""How a command ends when it does not succeed: one line on stderr and an exit code, never a traceback."""

import errno
import os
import sys
import traceback

from motcua.environment import DATA_DIR
from motcua.kernel.sentences import Refused

BAD_INPUT, UNEXPECTED, INTERRUPTED, NOBODY_READS = 2, 1, 130, 141
LOG_NAME = "motcua-error.log"
LONGEST_LINE = 600

_FILE_PROBLEMS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "không có tệp {name}; hãy kiểm tra lại đường dẫn"),
    (IsADirectoryError, "{name} là thư mục; hãy ghi tên một tệp"),
    (NotADirectoryError, "{name}: một phần của đường dẫn không phải thư mục"),
    (PermissionError, "không được phép mở {name}; hãy kiểm tra quyền của tệp"),
    (FileExistsError, "đã có {name}; hãy chọn tên khác"),
)


def say(line: str) -> None:
    """Write `motcua: line` to stderr as one line; what cannot be printed (line ends, escape codes) becomes a space."""
    seen = " ".join("".join(c if c.isprintable() else " " for c in line).split())
    print("motcua:", seen if len(seen) <= LONGEST_LINE else seen[:LONGEST_LINE] + "…", file=sys.stderr)


def ended_by(error: BaseException) -> int:
    """Say what `error` means for the person at the keyboard; the exit code to leave with."""
    match error:
        case SystemExit():
            return _left(error.code)
        case KeyboardInterrupt():
            say("đã dừng theo yêu cầu")
            return INTERRUPTED
        case BrokenPipeError():
            _drop_output()
            return NOBODY_READS
        case Refused():
            say(str(error))
            return BAD_INPUT
        case UnicodeDecodeError():
            say(f"dữ liệu không phải UTF-8 (sai từ byte thứ {error.start + 1}); hãy lưu lại tệp với bảng mã UTF-8")
            return BAD_INPUT
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            _drop_output()
            say("đĩa đã đầy, chưa ghi được kết quả; hãy giải phóng chỗ trống rồi làm lại")
            return UNEXPECTED
        case OSError() if error.filename is not None:
            say(_file_problem(error))
            return BAD_INPUT
        case _:
            say(_unexpected(error))
            return UNEXPECTED


def _left(code: object) -> int:
    if code is None or isinstance(code, int):
        return code or 0
    say(str(code).removeprefix("motcua: "))
    return BAD_INPUT


def _drop_output() -> None:
    """Forget what is still to be written to stdout (`motcua … | head`, a full disk), or Python complains at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _file_problem(error: OSError) -> str:
    for kind, sentence in _FILE_PROBLEMS:
        if isinstance(error, kind):
            return sentence.format(name=error.filename)
    return f"không dùng được {error.filename} ({error.strerror})"


def _unexpected(error: BaseException) -> str:
    number = "E" + os.urandom(4).hex().upper()
    log = DATA_DIR / LOG_NAME
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # For the operator's eyes only: a traceback may hold what was typed.
        with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as out:
            out.write(f"{number} {' '.join(sys.argv)!r}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        return f"lỗi không mong đợi số {number} ({type(error).__name__}); không ghi được chi tiết vào {log}"
    return f"lỗi không mong đợi số {number}; chi tiết trong {log}"
