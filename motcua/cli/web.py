"""`motcua web`: one process of the web server, for `motcua run` or for a service manager such as systemd.

Waitress takes in whole requests and hands out whole answers by itself, so that a slow line never holds one of the
threads that work (docs/adr/0001-web-server.md). On SIGTERM what is being answered is finished.
"""

import argparse
import gc
import signal
import socket
import time

import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from waitress.server import BaseWSGIServer

from motcua import environment
from motcua.cli.doors import listening

application = get_wsgi_application()
FINISH_WITHIN = 2.0
COLLECT_AFTER = (20_000, 20, 20)  # new objects; a page makes some thousands that live as long as the page
LARGEST_REQUEST_IN_FILES = 5
ONE_PROXY: dict[str, object] = {
    "trusted_proxy": "*",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `web` to the command line."""
    parser = subparsers.add_parser("web", help="một tiến trình của máy chủ web")
    parser.add_argument("--socket", type=int, metavar="FD", help="dùng cổng đã mở sẵn, là tệp số FD của tiến trình cha")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer requests until SIGTERM, on the socket given or on MOTCUA_BIND and MOTCUA_PORT."""
    if args.socket is not None:
        with socket.socket(fileno=args.socket) as door:
            return serve(door)
    with listening(environment.BIND, environment.PORT) as door:
        return serve(door)


def serve(door: socket.socket) -> int:
    """Answer at `door` until told to stop, then finish what was begun."""
    server = make_server(door)
    settle()
    stopping = False

    def stop(number: int, frame: object) -> None:
        nonlocal stopping
        stopping = True
        server.pull_trigger()  # wakes the loop at once

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        turn(server, 1.0)
    server.accepting = False
    deadline = time.monotonic() + FINISH_WITHIN
    while busy(server) and time.monotonic() < deadline:
        turn(server, 0.05)
    return 0


def settle() -> None:
    """Load every page's code before the first request, and let the collector of memory walk past what stays for good.

    It would look through half a million objects of the program again and again, a tenth of a page's time.
    """
    get_resolver().url_patterns  # noqa: B018 - reading it loads them
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def make_server(door: socket.socket) -> BaseWSGIServer:
    """Waitress with our limits. Behind a proxy the client's address and scheme are those that the proxy tells."""
    return waitress.create_server(
        application,
        sockets=[door],
        threads=environment.WEB_THREADS,
        connection_limit=500,
        channel_timeout=30,
        cleanup_interval=10,
        asyncore_use_poll=True,
        max_request_header_size=32 * 1024,
        max_request_body_size=LARGEST_REQUEST_IN_FILES * settings.FILE_LIMIT_BYTES,
        ident=None,
        # Kept where no proxy is announced: a request with them did not begin on this machine (accounts/backends.py).
        clear_untrusted_proxy_headers=settings.BEHIND_PROXY,
        **(ONE_PROXY if settings.BEHIND_PROXY else {}),
    )


def turn(server: BaseWSGIServer, seconds: float) -> None:
    """Wait at most so long for the network and do what it asks."""
    server.asyncore.loop(timeout=seconds, map=server._map, use_poll=True, count=1)


def busy(server: BaseWSGIServer) -> bool:
    """Whether a request is being answered or an answer not yet sent."""
    return any(c.requests or c.total_outbufs_len for c in list(server.active_channels.values()))
