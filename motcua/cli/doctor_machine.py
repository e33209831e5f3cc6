"""Checks of the machine that Motcua runs on: Python, database, disk, key, fonts, static files, clock."""

import os
import shutil
import stat
import sys
import tempfile
from datetime import timedelta

import typst
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from motcua.cli.findings import Finding, megabytes
from motcua.environment import DATA_DIR, given
from motcua.journal.models import Event
from motcua.kernel.moments import VIETNAM
from motcua.papers.rendering import LETTERS
from motcua.web.ui import moments

OLDEST_PYTHON = (3, 11)
OLDEST = {"postgresql": (15,), "sqlite": (3, 35)}
ENOUGH_SPACE = 500_000_000  # bytes
TOLERANCE = timedelta(seconds=5)  # between the clocks of two machines


def python() -> Finding:
    """Whether Python is new enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= OLDEST_PYTHON, version, "cần Python 3.11 trở lên")


def database() -> Finding:
    """Whether the database answers and is new enough."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = str(cursor.fetchone()[0]).split(" ")[0]
    numbers = tuple(int(n) for n in version.split(".") if n.isdecimal())
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    fine = numbers >= OLDEST[connection.vendor]
    return Finding("Cơ sở dữ liệu", fine, f"{name} {version}", "nâng cấp: PostgreSQL 15 hoặc SQLite 3.35 trở lên")


def migrations() -> Finding:
    """Whether the tables are those that this version of the program knows."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    says = f"còn {len(waiting)} bước chưa áp dụng" if waiting else "đúng với phiên bản chương trình"
    return Finding("Cấu trúc bảng", not waiting, says, "chạy motcua prepare")


def data_folder() -> Finding:
    """Whether the data folder can be written and has space left."""
    about = "Thư mục dữ liệu"
    try:
        with tempfile.TemporaryFile(dir=DATA_DIR) as probe:
            probe.write(b"x")
            probe.flush()
    except OSError as error:
        return Finding(about, False, f"không ghi được vào {DATA_DIR} ({error.strerror})", "sửa quyền của thư mục")
    free = shutil.disk_usage(DATA_DIR).free
    return Finding(about, free >= ENOUGH_SPACE, f"{DATA_DIR}, còn trống {megabytes(free)}", "giải phóng chỗ trống")


def secret_key() -> Finding:
    """Whether nobody else can read the key that signs sessions."""
    about = "Khóa bí mật"
    if given("MOTCUA_SECRET_KEY"):
        return Finding(about, True, "lấy từ biến môi trường")
    path = DATA_DIR / "secret-key"
    mode = stat.S_IMODE(os.stat(path).st_mode)
    return Finding(about, not mode & 0o077, f"{path.name}, quyền {mode:03o}", f"chạy chmod 600 {path}")


def fonts() -> Finding:
    """Whether slips can be set in a letter that has all Vietnamese signs."""
    installed = set(typst.Fonts().families())
    found = [name for name in LETTERS if name in installed]
    says = f"phiếu in bằng {found[0]}" if found else "không có phông chữ nào đủ dấu tiếng Việt"
    return Finding("Phông chữ", bool(found), says, "cài phông Times New Roman hoặc Tinos")


def static_files() -> Finding:
    """Whether the style sheets and scripts were collected; `motcua run` does so at each start."""
    about = "Tệp tĩnh"
    if (settings.STATIC_ROOT / "staticfiles.json").exists():
        return Finding(about, True, "đã gom")
    if not (DATA_DIR / "run.lock").exists():
        return Finding(about, True, "sẽ được gom khi motcua run chạy lần đầu")
    return Finding(about, False, "chưa gom", "chạy motcua prepare")


def clock() -> Finding:
    """Whether the clock is that of the database, and not behind what it recorded already."""
    about, now = "Đồng hồ", moments.now()
    advice = "chỉnh đồng hồ máy (bật đồng bộ NTP)"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            there = cursor.fetchone()[0]
        if abs(there - moments.now()) > TOLERANCE:
            says = f"máy này {now:%H:%M:%S}, máy cơ sở dữ liệu {there.astimezone(VIETNAM):%H:%M:%S}"
            return Finding(about, False, says, advice)
    last = Event.objects.filter(origin="live").order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    if last is not None and last > now + TOLERANCE:
        says = f"bây giờ là {now:%H:%M %d/%m/%Y} nhưng nhật ký đã ghi lúc {last.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        return Finding(about, False, says, advice)
    return Finding(about, True, f"{now:%H:%M %d/%m/%Y}, giờ Việt Nam")


CHECKS = (python, database, migrations, data_folder, secret_key, fonts, static_files, clock)
