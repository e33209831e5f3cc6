"""A file that is either there whole or not at all: written beside its place and moved there at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from motcua.kernel.sentences import Refused


@contextmanager
def written_whole(name: str) -> Iterator[BinaryIO]:
    """A new file to write, readable by its owner only; at the end it takes the place of `name`, at a fault it is gone.

    Refused when `name` is something that must not be replaced.
    """
    path = Path(name)
    if path.is_dir():
        raise IsADirectoryError(21, "is a directory", name)
    if path.exists() and not path.is_file():
        raise Refused("{name} không phải là tệp thường; hãy ghi tên một tệp.", name=name)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, path)
    except FileNotFoundError as error:
        raise FileNotFoundError(error.errno, error.strerror, name) from error
    finally:
        beside.unlink(missing_ok=True)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Let the new name reach the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
