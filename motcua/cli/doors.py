"""Listening sockets: opened with a clear sentence when that cannot be, asked whether somebody answers behind them."""

import contextlib
import errno
import socket
import time
from collections.abc import Iterator

from motcua.kernel.sentences import Refused

PATIENCE = 15
"""Tenths of a second: the processes of a run that was killed a moment ago may still be leaving."""
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
"""What `listen everywhere` means for someone who wants to connect from this machine."""


@contextlib.contextmanager
def listening(bind: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to the address and port (0: a free one). Refused when it cannot be had."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError):
        raise Refused("MOTCUA_BIND: máy này không có địa chỉ “{bind}”.", bind=bind) from None
    with socket.socket(family, kind, protocol) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for patience in range(PATIENCE, -1, -1):
            try:
                door.bind(place)
                break
            except OSError as problem:
                if problem.errno != errno.EADDRINUSE or not patience:
                    raise why_not_bound(problem, bind, port) from None
                time.sleep(0.1)
        yield door


def why_not_bound(problem: OSError, bind: str, port: int) -> Refused:
    """The refusal for an address that cannot be had."""
    if problem.errno == errno.EADDRINUSE:
        text = "Cổng {port} của {bind} đang có chương trình khác dùng; hãy chọn cổng khác, ví dụ MOTCUA_PORT={other}."
        return Refused(text, port=port, bind=bind, other=port + 1 if port < 65535 else 8000)
    if problem.errno == errno.EACCES:
        text = "Không được phép mở cổng {port}; hãy chọn cổng từ 1024 trở lên bằng MOTCUA_PORT."
        return Refused(text, port=port)
    return Refused("Không mở được cổng {port} của {bind} ({why}).", port=port, bind=bind, why=problem.strerror)


def address_of(door: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    host, port = door.getsockname()[:2]
    host = ANYWHERE.get(host, host)
    if host in ("127.0.0.1", "::1"):
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def answers(door: socket.socket, *, path: str) -> bool:
    """Whether GET `path` at the door is answered with 200 within five seconds."""
    host, port = door.getsockname()[:2]
    try:
        with socket.create_connection((ANYWHERE.get(host, host), port), timeout=5) as asked:
            asked.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode("ascii"))
            return asked.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False
