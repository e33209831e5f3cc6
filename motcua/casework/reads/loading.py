"""How far the demo's dossiers are loaded, for pages and for the command line."""

from __future__ import annotations

from motcua.outbox.models import Job

LIVE = "demo.live"


def demo_progress() -> tuple[int, int]:
    """How many dossiers' worth of time is lived, of how many; (0, 0) when nothing is loading. One statement."""
    open_jobs = Job.objects.filter(kind=LIVE, done_at__isnull=True).order_by("-pk")
    job = open_jobs.values_list("payload", flat=True).first()
    if job is None:
        return 0, 0
    return round(job["dossiers"] * job["slice"] / job.get("slices", job["slice"] + 1)), job["dossiers"]
