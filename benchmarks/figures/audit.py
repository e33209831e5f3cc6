"""How long `motcua deadlines audit` takes on the database that DATABASE_URL names, and the page of one dossier.

    motcua prepare; DATABASE_URL=… MOTCUA_DATA=… .venv/bin/python benchmarks/figures/audit.py [PAGES]

One process. Prints one line of JSON: dossiers a second of processor and of clock, seconds for a million dossiers, and
milliseconds of the page of a dossier (median and 95th percentile of PAGES, 200) as an officer opens it.
"""

import json
import sys
import time

from motcua.cli.django_start import start

start()

from django.conf import settings  # noqa: E402 - Django must be ready
from django.test import Client  # noqa: E402

from motcua.casework.deadline_audit import audit  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.offices import snapshot  # noqa: E402
from motcua.offices.models import Post  # noqa: E402
from motcua.offices.roles import Role  # noqa: E402


def audited() -> dict[str, float]:
    """The whole audit once."""
    busy, begun = time.process_time(), time.perf_counter()
    found = [a.differs for a in audit(snapshot.present())]
    busy, took = time.process_time() - busy, time.perf_counter() - begun
    return {
        "dossiers": len(found),
        "differences": sum(found),
        "a_second_of_processor": round(len(found) / busy),
        "a_second": round(len(found) / took),
        "seconds_for_a_million": round(took * 1_000_000 / len(found), 1),
    }


def opened(pages: int) -> dict[str, float]:
    """The page of so many dossiers, each opened by a signer of its agency."""
    posts = Post.objects.filter(role=Role.SIGNER).select_related("account")
    signers = {post.agency_id: post.account for post in posts}
    there = Dossier.objects.filter(competent__in=signers, accepted_at__isnull=False).order_by("pk")
    codes = there.values_list("code", "competent")[:: max(1, there.count() // pages)]
    took = []
    for code, agency in codes:
        client = Client()
        client.force_login(signers[agency])
        for _ in range(2):  # the first warms up
            begun = time.perf_counter()
            answer = client.get(f"/ho-so/{code}/")
            last = (time.perf_counter() - begun) * 1000
        assert answer.status_code == 200, (code, answer.status_code)
        took.append(last)
    took.sort()
    middle, high = (round(took[len(took) * percent // 100], 1) for percent in (50, 95))
    return {"pages": len(took), "median_ms": middle, "p95_ms": high}


if __name__ == "__main__":
    settings.ALLOWED_HOSTS = ["testserver"]
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(json.dumps({"audit": audited(), "explanation page": opened(pages)}))
