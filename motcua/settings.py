"""One settings file; everything that differs between installations comes from the environment (docs/settings.md)."""

import os
import secrets
from urllib.parse import parse_qsl, unquote, urlsplit

import structlog
from csp.constants import NONE, SELF

from motcua.environment import (
    BASE_DIR,
    DATA_DIR,
    DATABASE_URL,
    PUBLIC_URL,
    given,
    mail_server,
    misconfigured,
    number,
    sms_gateway,
    switch,
    tax_office,
)
from motcua.environment import BIND as BIND  # these three are settings too, for the faces
from motcua.environment import DEMO as DEMO
from motcua.environment import PORT as PORT


def secret_key() -> str:
    """The installation's own key: from the environment, else made once and kept beside the data."""
    if key := given("MOTCUA_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret-key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        mine = path.with_name(f"secret-key.{os.getpid()}")
        with open(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(50))
        try:
            os.link(mine, path)  # in one move: of several processes of the same start one wins, whole
        except FileExistsError:
            pass
        mine.unlink()
        return path.read_text().strip()


def database() -> dict[str, object]:
    """SQLite in the data folder, or the PostgreSQL of DATABASE_URL."""
    if not DATABASE_URL:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "motcua.sqlite3",
            "OPTIONS": {
                # A verb locks before it reads: every transaction takes the write lock at once instead of failing later.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
            },
            # A file, not memory: threads and the browser's server share it.
            "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
        }
    try:
        parts, port = urlsplit(DATABASE_URL), str(urlsplit(DATABASE_URL).port or "")
    except ValueError:
        misconfigured("không đọc được DATABASE_URL; hãy ghi như postgresql://người-dùng:mật-khẩu@máy:5432/tên")
    if parts.scheme not in ("postgresql", "postgres"):
        misconfigured(f"DATABASE_URL phải bắt đầu bằng postgresql:// (đang là “{parts.scheme}:”)")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "motcua",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": port or options.pop("port", ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = secret_key()
DEBUG = switch("MOTCUA_DEBUG", False)
ALLOWED_HOSTS = [
    *(h.strip() for h in given("MOTCUA_HOSTS").split(",") if h.strip()),
    *("localhost", "127.0.0.1", "[::1]", urlsplit(PUBLIC_URL).hostname or "localhost"),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "heroicons",
    "csp",
    "axes",
    "motcua.files",
    "motcua.journal",
    "motcua.outbox",
    "motcua.accounts",
    "motcua.citizens",
    "motcua.offices",
    "motcua.catalogue",
    "motcua.dossiers",
    "motcua.shadows",
    "motcua.reviews",
    "motcua.papers",
    "motcua.workflow",
    "motcua.deadlines",
    "motcua.notifications",
    "motcua.correspondence",
    "motcua.payments",
    "motcua.stacks",
    "motcua.certification",
    "motcua.returning",
    "motcua.proofs",
    "motcua.filing",
    "motcua.supervision",
    "motcua.web.ui",
    "motcua.web.portal",
    "motcua.web.counter",
    "motcua.web.desk",
    "motcua.web.backoffice",
    "motcua.web.board",
    "motcua.web.api",
]

MIDDLEWARE = [
    "motcua.web.ui.middleware.ErrorNumbers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.web.ui.middleware.CompressedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "motcua.web.ui.middleware.Actors",
    "motcua.web.backoffice.setup.FirstSetUp",
    "motcua.web.ui.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "motcua.urls"
FORM_RENDERER = "motcua.web.ui.widgets.Renderer"
WSGI_APPLICATION = "motcua.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "motcua.web.ui.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "motcua.web.ui.templatetags.ui"],
        },
    }
]

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "motcua.accounts.backends.OfficerBackend",
    "motcua.accounts.backends.CitizenBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "motcua.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "motcua.accounts.passwords.NotTheirName"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "motcua.accounts.backends.counted_as"
AXES_LOCKOUT_CALLABLE = "motcua.web.ui.signin.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = 12 * 3600  # from signing in: a working day with its noon, so that nobody is thrown out at three
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
BEHIND_PROXY = switch("MOTCUA_BEHIND_PROXY", False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "motcua" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EVERYDAY = given("MOTCUA_EVERYDAY")  # the installation's own everyday words, a file
SIGNATURE_ANCHORS = given("MOTCUA_SIGNATURE_ANCHORS")  # a folder of certificates (PEM) whose signatures are trusted
LOOKUPS_PER_MINUTE = 30  # of dossier codes by one address that has not signed in
CODES_ENTERED_PER_MINUTE = 20  # by one address; each code has its own few tries
FILES_SENT_PER_MINUTE = 60  # for one dossier's supplement, or by one citizen who files
API_CALLS_PER_MINUTE = number("MOTCUA_API_CALLS_PER_MINUTE", 6000, least=1, most=1_000_000)
FILE_LIMIT_BYTES = number("MOTCUA_FILE_LIMIT_MB", 20, least=1, most=1024) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a process of 120 rows, each with all its outcomes
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

TAX_OFFICE = tax_office()
TAX_OFFICE_URL, TAX_OFFICE_TOKEN = TAX_OFFICE
TAX_OFFICE_TIMEOUT = 20  # seconds: far less than the lease of a job

SMS_URL, SMS_TOKEN = sms_gateway()
SMS_TIMEOUT = 10  # seconds: a code lives five minutes, and a gateway that is slow is tried again

MAIL_SERVER = mail_server()
MAIL = bool(MAIL_SERVER.host)
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.starttls, MAIL_SERVER.tls
EMAIL_TIMEOUT = 20  # seconds: far less than the lease of a job
DEFAULT_FROM_EMAIL = given("MOTCUA_MAIL_FROM") or f"motcua@{urlsplit(PUBLIC_URL).hostname}"

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ],
    logger_factory=structlog.PrintLoggerFactory(),
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}, "waitress.queue": {"level": "ERROR"}},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
