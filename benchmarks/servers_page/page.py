"""The page that benchmarks/servers.py asks for: ten rows of a table, drawn by a template. As a script it fills it."""

import os
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": os.environ["PAGE_SQLITE"],
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"},
}
PAGE = """<!doctype html><html lang="vi"><title>Hồ sơ</title><table>{% for row in rows %}
<tr><td><a href="/ho-so/{{ row.code }}/">{{ row.code }}</a><td>{{ row.name }}<td>{{ row.due|date:"H:i d/m/Y" }}
<td>{% if row.late %}quá hạn{% else %}còn hạn{% endif %}{% endfor %}</table>"""


def postgresql(url: str) -> dict[str, object]:
    """Django's settings for a URL made by tools/postgresql.py."""
    parts = urlsplit(url)
    host = parse_qs(parts.query)["host"][0]
    name = {"NAME": parts.path[1:], "USER": parts.username, "HOST": host}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None, **name}


url = os.environ.get("DATABASE_URL")
settings.configure(
    DATABASES={"default": postgresql(url) if url else SQLITE},
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="measured only",  # noqa: S106 - signs nothing
    USE_TZ=True,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
)
django.setup()


class Row(models.Model):
    """A line of a worklist."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    office = models.IntegerField()
    due = models.DateTimeField()
    late = models.BooleanField()

    class Meta:
        app_label = "page"
        indexes = [models.Index(fields=["office", "due"])]


def page(request: HttpRequest) -> HttpResponse:
    """The ten nearest rows of one office. What was sent is read, as a form would be."""
    request.POST  # noqa: B018 - reading is the point
    rows = Row.objects.filter(office=7).order_by("due")[:10]
    return HttpResponse(template.render({"rows": rows}))


def fill(count: int) -> None:
    """Make the table with `count` rows spread over 40 offices."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    start = timezone.now()
    Row.objects.bulk_create(
        Row(code=f"H48.14-{n:06}", name=f"Đinh Thị Hrê {n}", office=n % 40, due=start, late=n % 9 == 0)
        for n in range(count)
    )


template = engines["django"].from_string(PAGE)
urlpatterns = [path("", page)]
application = get_wsgi_application()

if __name__ == "__main__":
    fill(20_000)
