"""A thousand one-time codes asked for within a minute, by `motcua worker` and a gateway that takes half a second each.

`make bench ARGS=codes` (CODES=1000, SECONDS=60). The demo province in a folder to throw away; codes are asked for by
the verb itself, evenly, and beside them a job of another kind every second. Measured: from the request to the
telephone, and how long the other jobs waited.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from province_parts import machine  # noqa: E402 - of this checkout

from motcua.exchange.sms.simulator import Door, Server, Telephones  # noqa: E402

ANSWER_AFTER = 0.5  # seconds
P95_CODE, P95_OTHER = 10.0, 3.0  # seconds
MOTCUA = (sys.executable, "-m", "motcua.cli.main")


class Slow(Door):
    """A gateway as slow as real ones."""

    def do_POST(self) -> None:
        """Take a message after a while."""
        time.sleep(ANSWER_AFTER)
        super().do_POST()


def main() -> int:
    """Ask, wait until all came, print; 1 where a limit is missed or a code is lost."""
    codes, seconds = int(os.environ.get("CODES", "1000")), float(os.environ.get("SECONDS", "60"))
    with tempfile.TemporaryDirectory(prefix="motcua-codes-") as data:
        gateway = Server(Telephones())
        gateway.RequestHandlerClass = Slow
        threading.Thread(target=gateway.serve_forever, daemon=True).start()
        env = os.environ | {"MOTCUA_DATA": data, "MOTCUA_SMS_URL": gateway.url, "PYTHONPATH": str(ROOT)}
        subprocess.run([*MOTCUA, "prepare"], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*MOTCUA, "demo", "load"], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        described = machine.described("PostgreSQL" if env.get("DATABASE_URL") else "SQLite")
        print(", ".join(f"{name} {value}" for name, value in described.items()), machine.commit())
        with subprocess.Popen([*MOTCUA, "worker"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL) as worker:
            try:
                asking = [sys.executable, __file__, "ask", str(codes), str(seconds)]
                return subprocess.run(asking, env=env | {"DJANGO_SETTINGS_MODULE": "motcua.settings"}).returncode
            finally:
                worker.terminate()


def ask(codes: int, seconds: float) -> int:
    """The part that asks and measures, with Django."""
    import django  # noqa: PLC0415 - needs the environment of the house

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from motcua.casework.prove import ask_code, dossier_to_prove  # noqa: PLC0415
    from motcua.dossiers.models import Party  # noqa: PLC0415
    from motcua.outbox.actions import Promise, promise  # noqa: PLC0415
    from motcua.outbox.models import Job  # noqa: PLC0415
    from motcua.proofs.models import Proof  # noqa: PLC0415

    rows = Party.objects.filter(role="applicant", dossier__voided_at=None, phone__startswith="+84")
    known = list(rows.values_list("dossier__code", "phone")[:codes])
    begun, asked, full, others = time.monotonic(), [], 0, 0
    for n in range(codes):
        time.sleep(max(0.0, begun + n * seconds / codes - time.monotonic()))
        code, phone = known[n % len(known)]
        at = timezone.now() + timedelta(days=2 * (n // len(known)))  # so often nobody asks: beyond the limits of a day
        if at > timezone.now():
            full += 1
            continue
        asked.append(ask_code(dossier_to_prove(code), typed=phone, caller=f"{n:032}", language="vi", at=at))
        if n // (codes / seconds) > others:
            others += 1
            promise([Promise("journal.anchor", key=f"bench {others}")], at=timezone.now())
    took = time.monotonic() - begun
    waiting = Proof.objects.filter(pk__in=asked, state="waiting")
    while waiting.exists() and time.monotonic() < begun + took + 60:
        time.sleep(0.5)
    sent = Proof.objects.filter(pk__in=asked, ended_at__isnull=False)
    first = Job.objects.filter(kind="proofs.send", done_at__isnull=False).values_list("promised_at", "done_at")
    waits = sorted((done - at).total_seconds() for at, done in first)
    anchors = Job.objects.filter(key__startswith="bench", done_at__isnull=False).values_list("due_at", "done_at")
    late = sorted((done - at).total_seconds() for at, done in anchors)
    print(f"  {len(asked)} codes asked for in {took:.0f} s ({full} left out: too few people), {sent.count()} sent")
    print(f"  to the telephone: median {_part(waits, 0.5):.2f} s, p95 {_part(waits, 0.95):.2f} s (≤ {P95_CODE:g})")
    print(f"  {len(late)} of {others} other jobs beside: p95 {_part(late, 0.95):.2f} s (≤ {P95_OTHER:g})")
    missed = _part(waits, 0.95) > P95_CODE or _part(late, 0.95) > P95_OTHER
    return int(missed or sent.count() < len(asked) or len(late) < others)


def _part(values: list[float], part: float) -> float:
    return values[min(len(values) - 1, int(len(values) * part))] if values else float("inf")


if __name__ == "__main__":
    raise SystemExit(ask(int(sys.argv[2]), float(sys.argv[3])) if sys.argv[1:2] == ["ask"] else main())
