"""What an installation says in environment variables: the list of them, read without Django.

docs/settings.md is written from `VARIABLES`; a variable that is not listed cannot be read.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

VARIABLES = {
    "MOTCUA_DATA": ("`var/` beside the Makefile", "Folder of the database, the files, the static files and the key."),
    "DATABASE_URL": (
        "SQLite in the data folder",
        "`postgresql://user:password@host:port/name` for PostgreSQL 15 or newer; parameters after `?` go to libpq.",
    ),
    "MOTCUA_BIND": ("127.0.0.1", "Address to listen on; demo log-ins are refused on any other."),
    "MOTCUA_PORT": ("8000", "Port to listen on; 0 takes a free one and prints it."),
    "MOTCUA_DEMO": ("1", "0 starts empty and asks in the browser for province, first agency and administrator."),
    "MOTCUA_PUBLIC_URL": (
        "`http://localhost:` and the port",
        "The address that citizens type; it stands in the QR codes. With https, cookies are sent over https only.",
    ),
    "MOTCUA_HOSTS": ("none", "Further host names to answer to, with commas between. This machine's own always work."),
    "MOTCUA_BEHIND_PROXY": ("0", "1 believes X-Forwarded-For and -Proto; only behind a proxy nobody can go round."),
    "MOTCUA_SECRET_KEY": ("made once, kept in the data folder", "Signs sessions; one for all machines of a database."),
    "MOTCUA_FILE_LIMIT_MB": ("20", "The largest file that can be handed in, in MB (1 to 1024)."),
    "MOTCUA_API_CALLS_PER_MINUTE": ("6000", "How often one access token may call the API in a minute."),
    "MOTCUA_MAIL_URL": (
        "none: officers are told on their pages only",
        "The mail server: `smtp://user:password@host:587` (STARTTLS), `smtps://…` or `smtp+plain://…`.",
    ),
    "MOTCUA_MAIL_FROM": ("`motcua@` and the host of MOTCUA_PUBLIC_URL", "The address that e-mails come from."),
    "MOTCUA_TAX_OFFICE_URL": (
        "none: slips, notices and proofs are exchanged on paper",
        "Where the tax office's system takes information transfer slips: `https://host/path`.",
    ),
    "MOTCUA_TAX_OFFICE_TOKEN": ("none", "The token by which it knows this installation."),
    "MOTCUA_SMS_URL": (
        "none: codes for applicants go by e-mail",
        "The SMS gateway that takes text messages to applicants: `https://host/path` (docs/messages.md).",
    ),
    "MOTCUA_SMS_TOKEN": ("none", "The token by which it knows this installation."),
    "MOTCUA_SIGNATURE_ANCHORS": (
        "none: no issuer is known",
        "A folder of certificates (`*.pem`) of those whose digital signatures are trusted; read at the start.",
    ),
    "MOTCUA_EVERYDAY": (
        "none: the shipped dictionary alone",
        "A CSV file of everyday words for the search (columns `say`, `means`); read after the shipped one.",
    ),
    "MOTCUA_WEB_PROCESSES": ("the number of cores, at most 2", "Processes of the web server, 80 MB of memory each."),
    "MOTCUA_WEB_THREADS": ("4", "Threads in each of them; each keeps a connection to the database."),
    "MOTCUA_DEBUG": ("0", "1 shows faults in the browser with all their values. Never where real people's data are."),
}
"""Name → what holds without it, what it is for."""

BASE_DIR = Path(__file__).resolve().parent.parent


def misconfigured(sentence: str) -> NoReturn:
    """Leave with one clear line on stderr and exit code 2: no start is better than a start with a wrong setting."""
    print(f"motcua: {sentence}", file=sys.stderr)
    raise SystemExit(2)


def given(name: str) -> str:
    """What the variable `name` says, stripped; empty if nothing. KeyError for one that is not listed."""
    VARIABLES[name]
    return os.environ.get(name, "").strip()


def number(name: str, default: int, *, least: int, most: int) -> int:
    """The whole number in `name`, between `least` and `most`, both included."""
    said = given(name) or str(default)
    if not said.isascii() or not said.isdecimal() or not least <= int(said) <= most:
        misconfigured(f"{name} phải là số nguyên từ {least} đến {most} (đang là “{said}”)")
    return int(said)


def switch(name: str, default: bool) -> bool:
    """Whether `name` says 1 rather than 0."""
    return bool(number(name, int(default), least=0, most=1))


@dataclass(frozen=True)
class MailServer:
    """Where e-mail is handed in; `host` empty for nowhere."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def mail_server() -> MailServer:
    """The mail server that MOTCUA_MAIL_URL names."""
    said = given("MOTCUA_MAIL_URL")
    if not said:
        return MailServer()
    try:
        parts, port = urlsplit(said), urlsplit(said).port
    except ValueError:
        misconfigured("không đọc được MOTCUA_MAIL_URL; hãy ghi như smtp://người-dùng:mật-khẩu@máy:587")
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        misconfigured("MOTCUA_MAIL_URL phải bắt đầu bằng smtp://, smtps:// hoặc smtp+plain:// rồi tên máy")
    return MailServer(
        parts.hostname,
        port or MAIL_PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
    )


def tax_office() -> tuple[str, str]:
    """Address and token of the tax office's system; both empty where there is none."""
    return _door("MOTCUA_TAX_OFFICE_URL"), given("MOTCUA_TAX_OFFICE_TOKEN")


def sms_gateway() -> tuple[str, str]:
    """Address and token of the SMS gateway; both empty where there is none."""
    return _door("MOTCUA_SMS_URL"), given("MOTCUA_SMS_TOKEN")


def _door(name: str) -> str:
    """The address of another system that the variable `name` says, without a stroke at its end."""
    address = given(name).rstrip("/")
    try:
        parts, _ = urlsplit(address), urlsplit(address).port
    except ValueError:
        misconfigured(f"không đọc được {name}; hãy ghi như https://máy/đường-dẫn")
    if address and (parts.scheme not in ("http", "https") or not parts.hostname):
        misconfigured(f"{name} phải bắt đầu bằng https:// hoặc http:// rồi tên máy")
    return address


DATA_DIR = Path(given("MOTCUA_DATA") or BASE_DIR / "var").expanduser().resolve()
DATABASE_URL = given("DATABASE_URL")
DEMO = switch("MOTCUA_DEMO", True)
BIND = given("MOTCUA_BIND") or "127.0.0.1"
PORT = number("MOTCUA_PORT", 8000, least=0, most=65535)
PUBLIC_URL = given("MOTCUA_PUBLIC_URL").rstrip("/") or f"http://localhost:{PORT}"
WEB_PROCESSES = number("MOTCUA_WEB_PROCESSES", min(2, os.cpu_count() or 1), least=1, most=64)
WEB_THREADS = number("MOTCUA_WEB_THREADS", 4, least=1, most=64)
