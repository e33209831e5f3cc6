"""Starts waitress on one socket in several processes, as `motcua run` does: PORT PROCESSES THREADS."""

import os
import signal
import socket
import sys

import waitress
from page import application


def main(port: int, processes: int, threads: int) -> None:
    """Serve until SIGTERM, which ends all processes."""
    door = socket.create_server(("127.0.0.1", port), backlog=1024)
    children = [pid for _ in range(processes - 1) if (pid := os.fork())]
    if len(children) == processes - 1:
        signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    waitress.serve(
        application, sockets=[door], threads=threads, connection_limit=1000, asyncore_use_poll=True, _quiet=True
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
