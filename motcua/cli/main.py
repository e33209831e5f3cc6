"""The command `motcua`: finds the module of the one command named, gives it what it needs, and ends in one clear line.

A command module has `add_parser(subparsers)`, which adds its parser and sets `run`; `run(args)` returns the exit code,
or nothing for 0. It raises `Refused` for bad input. A new command is one line of `COMMANDS`.
"""

import importlib
import io
import sys
from dataclasses import dataclass

from motcua import __version__
from motcua.cli.arguments import Parser, as_utf8
from motcua.cli.failures import ended_by
from motcua.kernel.sentences import Refused


@dataclass(frozen=True)
class Command:
    """Where a command lives and what the list of commands says of it.

    With `data` the tables are brought up to date before the module is loaded, so it may import models. Where only some
    parts of a command need them, such a part has a line of its own.
    """

    module: str
    says: str
    data: bool = False


COMMANDS = {
    "due": Command("motcua.cli.due", "tính hạn trả kết quả và giải thích · compute a due date"),
    "id": Command("motcua.cli.identify", "đọc số định danh, thẻ, mã số thuế, mã cơ quan · read identifiers"),
    "run": Command("motcua.cli.run", "chạy máy chủ web và tiến trình việc nền · run the web server and the worker"),
    "web": Command("motcua.cli.web", "một tiến trình của máy chủ web · one process of the web server", data=True),
    "worker": Command("motcua.cli.worker", "làm các việc nền đã hẹn · do the jobs that were promised", data=True),
    "import": Command("motcua.cli.imports", "nhập thủ tục, cơ quan, nhân sự · import files", data=True),
    "catalogue": Command("motcua.cli.catalogue", "tra cứu danh mục thủ tục · the catalogue of procedures", data=True),
    "token": Command("motcua.cli.token", "cấp mã truy cập API · a new access token for the API", data=True),
    "explain": Command("motcua.cli.explain", "giải thích hạn của một hồ sơ · explain a due date", data=True),
    "deadlines": Command("motcua.cli.deadlines", "tính lại, dự báo thời hạn · audit and forecast due dates", data=True),
    "process": Command("motcua.cli.process", "kiểm tra, chạy thử quy trình BPMN · check and walk a BPMN process"),
    "process import": Command("motcua.cli.process_import", "nhập quy trình BPMN · import a BPMN process", data=True),
    "process export": Command("motcua.cli.process_export", "xuất quy trình nội bộ · export a process", data=True),
    "demo": Command("motcua.cli.demo", "tỉnh trình diễn · the demo province", data=True),
    "replay": Command("motcua.cli.replay", "chạy lại một năm của một tỉnh · replay a province's year", data=True),
    "bench": Command("motcua.cli.bench", "nạp dữ liệu để đo tốc độ · load data for measuring", data=True),
    "journal": Command(
        "motcua.cli.journal", "xuất, kiểm tra, đối chiếu nhật ký · export, verify, compare the journal", data=True
    ),
    "report": Command("motcua.cli.report", "báo cáo thống kê (06a, 07a, 07b) · a statutory report", data=True),
    "report list": Command("motcua.cli.report_list", "các biểu, báo cáo đã chốt · forms, frozen reports", data=True),
    "report period": Command("motcua.cli.report_period", "báo cáo của một kỳ bất kỳ · any period", data=True),
    "report verify": Command("motcua.cli.report_verify", "kiểm tra một báo cáo đã chốt · verify a report", data=True),
    "facts": Command("motcua.cli.facts", "đối chiếu, tính lại số liệu · check or rebuild the figures", data=True),
    "simulate": Command("motcua.cli.simulate", "hệ thống mô phỏng của cơ quan khác · simulate another office"),
    "backup": Command("motcua.cli.backup", "sao lưu dữ liệu, tệp và khóa · back up database, files and key", data=True),
    "restore": Command("motcua.cli.restore", "khôi phục từ bản sao lưu · restore a backup", data=True),
    "doctor": Command("motcua.cli.doctor", "kiểm tra mọi thứ có ổn không · check that all is well", data=True),
    "prepare": Command("motcua.cli.prepare", "cập nhật bảng và tệp tĩnh · update tables and static files", data=True),
}

USAGE = "Cách dùng · usage: motcua LỆNH …    (motcua LỆNH --help: cách dùng một lệnh)"


def main(argv: list[str] | None = None) -> int:
    """Run one command; its exit code: 0 done, 2 bad input, 1 a fault of ours, 130 interrupted."""
    _speak_utf8()
    try:
        code = _run(as_utf8(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return code
    except BaseException as error:
        return ended_by(error)


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print("\n".join([USAGE, "", *(f"  {name:<15} {command.says}" for name, command in COMMANDS.items())]))
        return 0
    if words[0] == "--version":
        print(f"motcua {__version__}")
        return 0
    command = COMMANDS.get(" ".join(words[:2])) or COMMANDS.get(words[0])
    if command is None:
        raise Refused("không có lệnh “{word}”; hãy chọn một trong: {known}", word=words[0], known=", ".join(COMMANDS))
    args = _parser_of(command).parse_args(words)
    return int(args.run(args) or 0)


def _parser_of(command: Command) -> Parser:
    # The one place that loads modules by name: `motcua due` and `motcua id` answer in a blink because Django and the
    # other commands stay on disk, and a module that imports models can only be loaded once Django is ready.
    if command.data:
        importlib.import_module("motcua.cli.django_start").start()
    parser = Parser(prog="motcua")
    importlib.import_module(command.module).add_parser(parser.add_subparsers(metavar="LỆNH", required=True))
    return parser


def _speak_utf8() -> None:
    """Answer in UTF-8 whatever the locale says; tests may have put something else in place of the streams."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    raise SystemExit(main())
