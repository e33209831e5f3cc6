"""`motcua journal export|verify|verifier|rebuild`: the journal out of the house, checked, compared with the tables."""

import argparse
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from motcua import __version__
from motcua.casework.rebuild import differences
from motcua.casework.streams import register
from motcua.cli.failures import say
from motcua.cli.whole_file import written_whole
from motcua.journal import export, queries
from motcua.journal.models import Anchor, Event
from motcua.journal.verify import Fault, Header, Record, Seen, faults
from motcua.web.ui import moments

FAULTY = 1
VERIFIER = Path(__file__).resolve().parents[2] / "verifier" / "verify_journal.py"


def add_parser(subparsers: Any) -> None:
    """Add `journal` and its acts to the command line."""
    parser = subparsers.add_parser("journal", description="Nhật ký: xuất ra tệp, kiểm tra, đối chiếu với các bảng.")
    acts = parser.add_subparsers(metavar="VIỆC", required=True, title="việc · acts")

    act = acts.add_parser("export", description="Xuất toàn bộ nhật ký ra một tệp JSON lines (docs/journal-format.md).")
    act.add_argument("file", metavar="FILE", help="tệp sẽ được ghi; tệp cũ cùng tên được thay")
    act.add_argument("--without-payloads", action="store_true", help="bỏ nội dung nói về con người; vẫn kiểm tra được")
    act.set_defaults(run=run_export)

    act = acts.add_parser("verify", description="Kiểm tra nhật ký trong cơ sở dữ liệu, hoặc trong một tệp đã xuất.")
    act.add_argument("file", metavar="FILE", nargs="?", help="tệp đã xuất; không ghi thì kiểm tra cơ sở dữ liệu")
    act.add_argument("--all-anchors", action="store_true", help="tính lại gốc của mọi lần niêm, không chỉ lần mới nhất")
    act.add_argument(
        "--published",
        action="append",
        default=[],
        metavar="DIGEST",
        help="mã của một lần niêm đã công bố hoặc chép lại ở nơi khác; báo lỗi nếu không còn lần niêm ấy",
    )
    act.set_defaults(run=run_verify)

    act = acts.add_parser(
        "verifier", description="Ghi ra chương trình kiểm tra một bản xuất trên máy khác, chỉ cần có Python."
    )
    act.add_argument("file", metavar="FILE", help="tệp sẽ được ghi, ví dụ verify_journal.py")
    act.set_defaults(run=run_verifier)

    act = acts.add_parser("rebuild", description="Dựng lại trạng thái hồ sơ từ nhật ký và so với các bảng.")
    act.add_argument("--check", action="store_true", required=True, help="chỉ so sánh, không ghi gì")
    act.set_defaults(run=run_rebuild)


def run_export(args: argparse.Namespace) -> int:
    """Write the journal to a file, as of one moment, while others go on working."""
    with written_whole(args.file) as out, queries.one_view():
        header = Header(
            payloads=not args.without_payloads,
            streams=sum(1 for _ in register()),
            events=Event.objects.count(),
            anchors=Anchor.objects.count(),
        )
        export.write(
            out,
            queries.records(register()),
            header=header,
            installation=settings.PUBLIC_URL,
            software=__version__,
            at=moments.now(),
        )
    print(f"Đã xuất {header.events} sự kiện của {header.streams} chuỗi và {header.anchors} lần niêm vào {args.file}.")
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Check the journal: 0 and one line of counts when it is whole, 1 and a line for each fault."""
    asked = {"all_anchors": args.all_anchors, "published": args.published}
    if args.file is None:
        with queries.one_view():
            return report(queries.records(register()), **asked)
    with open(args.file, "rb") as file:
        return report(export.read(lines(file)), **asked)


def lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, none of them longer than one line of an export can be."""
    return iter(lambda: file.readline(export.LONGEST_LINE + 1), b"")


def report(records: Iterable[Record], *, all_anchors: bool = False, published: Collection[str] = ()) -> int:
    """Print what is wrong, a line each, or one line that says how much is right."""
    seen = Seen()
    for fault in faults(records, seen, all_anchors=all_anchors, published=published):
        print(printable(fault))
    if seen.faults:
        say(f"nhật ký không nguyên vẹn: {seen.faults} chỗ sai")
        return FAULTY
    print(f"Nhật ký nguyên vẹn: {summary(seen)}.")
    return 0


def printable(fault: Fault) -> str:
    """A fault as one line, whatever the file at fault has in its texts."""
    return "".join(c if c.isprintable() else " " for c in str(fault))


def summary(seen: Seen) -> str:
    """The counts, and the newest anchor's digest to compare with the one that was published."""
    said = f"{seen.events} sự kiện trong {seen.streams} chuỗi, {seen.anchors} lần niêm"
    if seen.newest:
        said += f" (tính lại {len(seen.matched)}; lần mới nhất số {seen.newest.n}: {seen.newest.digest})"
    return said + (f", {seen.erased} nội dung đã xóa theo luật" if seen.erased else "")


def run_verifier(args: argparse.Namespace) -> int:
    """Write the stand-alone verifier to a file, to be handed on with an export."""
    with written_whole(args.file) as out:
        out.write(VERIFIER.read_bytes())
    print(f"Đã ghi {args.file}; trên máy khác: python3 {args.file} BẢN-XUẤT")
    return 0


def run_rebuild(args: argparse.Namespace) -> int:
    """Fold the journal of each dossier and compare; 0 and one line when nothing differs, 1 and a line for each."""
    found, dossiers = 0, 0
    with queries.one_view():
        for dossier in differences():
            dossiers += 1
            for difference in dossier.found:
                found += 1
                print(f"{dossier.code}: {difference}")
    if found:
        say(f"{dossiers} hồ sơ, {found} khác biệt")
        return FAULTY
    print(f"{dossiers} hồ sơ, 0 khác biệt")
    return 0
