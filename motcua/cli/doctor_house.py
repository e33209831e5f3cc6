"""Checks of the house: worker and its jobs, backup, calendar, journal, accounts, and people where dossiers go."""

import ipaddress
import json
from datetime import datetime, timedelta

from django.db.models import Q

from motcua import environment
from motcua.accounts.models import Account
from motcua.casework.prove import ways
from motcua.casework.reads.gaps import gaps
from motcua.casework.streams import sample
from motcua.cli.backup import LAST
from motcua.cli.findings import Finding
from motcua.cli.run import is_running
from motcua.dossiers.models import Dossier
from motcua.environment import DATA_DIR
from motcua.journal import queries
from motcua.journal.verify import Seen, faults
from motcua.kernel.moments import VIETNAM
from motcua.offices import snapshot
from motcua.offices.models import OfficeHours, SpecialDay
from motcua.offices.roles import LABELS
from motcua.outbox.models import Job, Run
from motcua.proofs.queries import seen
from motcua.web.ui import moments

PATIENCE = timedelta(minutes=5)  # a job may wait so long
TWO_ANCHORS = timedelta(minutes=11)
BACKUP_EVERY = timedelta(days=2)
DECEMBER = 12
SAMPLE = 50  # streams of each kind


def worker() -> Finding:
    """Whether what was promised is being done. Where no worker ever ran, nobody waits for one."""
    about, now = "Việc nền", moments.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    waiting = Job.objects.filter(done_at__isnull=True, dead_at__isnull=True)
    late = waiting.filter(free, due_at__lt=now - PATIENCE).count()
    last = Run.objects.order_by("-claimed_at").values_list("claimed_at", flat=True).first()
    if last is None:
        return Finding(about, True, f"chưa chạy lần nào; {waiting.count()} việc đang chờ")
    busy = Job.objects.filter(done_at__gt=now - PATIENCE).exists() or waiting.exclude(free).exists()
    if late and not busy:
        return Finding(about, False, f"{late} việc đã quá hạn hơn 5 phút mà không ai làm", "chạy motcua run")
    if is_running(DATA_DIR) and last < now - TWO_ANCHORS:
        says = f"Motcua đang chạy nhưng lịch việc nền dừng từ {last.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        return Finding(about, False, says, "khởi động lại motcua run")
    return Finding(about, True, f"{late} việc đang chờ đến lượt" if late else "không có việc nào quá hạn")


def dead_jobs() -> Finding:
    """Whether a job was given up after all its attempts."""
    dead = list(Job.objects.filter(dead_at__isnull=False).values_list("kind", flat=True))
    says = f"{len(dead)} việc đã thất bại: {', '.join(sorted(set(dead)))}" if dead else "không có"
    return Finding("Việc nền thất bại", not dead, says, "xem lỗi ở trang Quản trị, mục Việc nền, rồi cho làm lại")


def backup() -> Finding:
    """Whether what people entered is in a backup; a demo needs none."""
    about, now = "Sao lưu", moments.now()
    try:
        last = datetime.fromisoformat(json.loads((DATA_DIR / LAST).read_text(encoding="utf-8"))["at"])
    except FileNotFoundError:
        last = None
    real = Dossier.objects.filter(origin="live")
    at_risk = (real.filter(filed_at__gt=last) if last else real).order_by("filed_at")
    oldest = at_risk.values_list("filed_at", flat=True).first()
    made = f"lần cuối {last.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if last else "chưa có bản sao lưu nào"
    if oldest is not None and oldest < now - BACKUP_EVERY:
        says = f"{made}; {at_risk.count()} hồ sơ chưa có trong bản sao lưu nào"
        return Finding(about, False, says, "chạy motcua backup FILE và giữ tệp ở máy khác")
    return Finding(about, True, made)


def calendar() -> Finding:
    """Whether office hours and the days off of this year, and late in the year of the next, are known."""
    about, today = "Lịch làm việc", moments.today()
    if not snapshot.present().agencies:
        return Finding(about, True, "chưa có cơ quan nào")
    if not OfficeHours.objects.filter(withdrawn_at__isnull=True).exists():
        return Finding(about, False, "chưa có giờ làm việc", "ghi giờ làm việc ở trang Quản trị, mục Cơ quan")
    known = set(SpecialDay.objects.filter(withdrawn_at__isnull=True).values_list("day__year", flat=True).distinct())
    wanted = [today.year] + ([today.year + 1] if today.month == DECEMBER or today.year + 1 in known else [])
    missing = [str(year) for year in wanted if year not in known]
    if missing:
        says = f"chưa có ngày nghỉ của năm {', '.join(missing)} nên hạn trả có thể sai"
        return Finding(about, False, says, "ghi ngày nghỉ lễ, ngày làm bù ở trang Quản trị, mục Lịch làm việc")
    return Finding(about, True, f"đã có ngày nghỉ của năm {', '.join(map(str, wanted))}")


def journal() -> Finding:
    """Whether the newest chains of each kind are whole; `motcua journal verify` checks all of them."""
    seen = Seen()
    with queries.one_view():
        rows = sample(SAMPLE)
        links = queries.events([row.stream for row in rows])
        found = [str(fault) for fault in faults(queries.with_events(rows, links), seen)]
    if found:
        return Finding("Nhật ký", False, f"{len(found)} chỗ sai, trước hết: {found[0]}", "chạy motcua journal verify")
    return Finding("Nhật ký", True, f"đã kiểm tra mẫu {seen.events} sự kiện của {seen.streams} chuỗi")


def demo_accounts() -> Finding:
    """Whether accounts whose passwords are printed in the manual are kept from strangers."""
    about = "Tài khoản trình diễn"
    n = Account.objects.filter(demo=True, is_active=True).count()
    if n and not is_loopback(environment.BIND):
        says = f"{n} tài khoản có mật khẩu ai cũng biết, trong khi máy mở ra địa chỉ {environment.BIND}"
        return Finding(about, False, says, "khóa các tài khoản ấy, hoặc chỉ mở ở 127.0.0.1")
    return Finding(about, True, f"{n} tài khoản, chỉ dùng được từ chính máy này" if n else "không có")


def is_loopback(address: str) -> bool:
    """Whether only this machine itself can reach `address`."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def people() -> Finding:
    """Whether every dossier that a counter may receive finds somebody at each step."""
    about = "Người xử lý"
    found = gaps(snapshot.present(), day=moments.today())
    if not found:
        return Finding(about, True, "mọi bước của thủ tục đang tiếp nhận đều có người")
    first = found[0]
    lacks = f"vị trí {LABELS[first.role]}" if first.role else "quy trình"
    says = f"{len(found)} chỗ trống, trước hết: {first.agency.name} thiếu {lacks} cho {len(first.procedures)} thủ tục"
    return Finding(about, False, says, "giao vị trí ở trang Quản trị, mục Cán bộ, hoặc ban hành quy trình")


def citizens_codes() -> Finding:
    """By which ways citizens are sent their one-time codes, and whether codes reach them."""
    about, known = "Mã một lần cho người dân", ways()
    if not known:
        says = "chưa có cổng tin nhắn và máy chủ thư: người dân xem được trạng thái hồ sơ, chưa xem được tiến trình"
        return Finding(about, True, says)
    if "log" in known:
        return Finding(about, True, "bản trình diễn: mã ghi ở nhật ký của máy chủ, không gửi cho ai")
    by = " và ".join(label for way, label in (("sms", "tin nhắn"), ("email", "thư điện tử")) if way in known)
    day = seen(since=moments.now() - timedelta(days=1))
    says = f"gửi bằng {by}; 24 giờ qua {day.asked} lần xin, {day.refused} lần bị từ chối vì xin quá nhiều, "
    says += f"{day.guessed} mã bị nhập sai đến hết lượt"
    if day.failed:
        return Finding(about, False, f"{says}; {day.failed} mã không gửi được", "xem MOTCUA_SMS_URL, MOTCUA_MAIL_URL")
    return Finding(about, True, says)


CHECKS = (worker, dead_jobs, backup, calendar, journal, demo_accounts, people, citizens_codes)
