"""`GET /healthz`: 200 when the database answers and its tables are up to date."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from .guards import public_always

_up_to_date = False


@public_always
def healthz(request: HttpRequest) -> HttpResponse:
    """For the supervisor and load balancers. The tables are compared once for each process."""
    global _up_to_date
    if not _up_to_date:
        executor = MigrationExecutor(connection)
        _up_to_date = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not _up_to_date:
            return HttpResponse("migrations missing\n", status=503, content_type="text/plain")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
