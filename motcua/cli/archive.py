"""The file of a backup: a gzipped tar of parts, each with its sha256, and a manifest that names them all, as the last.

    files/<sha256>          each stored file, named by its content
    tables/<model>.<n>      rows as JSON arrays, a line each, a few MB a part
    secret-key              if the installation made its own
    manifest.json           what the backup is, and what must be in it

It is written and read in one go from front to back, in memory that does not grow with it.
"""

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO

from motcua.kernel.sentences import Refused

FORMAT, VERSION = "motcua-backup", 1
MANIFEST, KEY = "manifest.json", "secret-key"
BLOCK = 1 << 20
NAMES = re.compile(r"files/[0-9a-f]{64}|tables/[a-z_]+\.[a-z_]+\.\d{1,9}|secret-key|manifest\.json")
SAYS = {"motcua", "at", "migrations", "tables"}  # what `motcua restore` needs of a manifest besides the sums
LARGEST_MANIFEST = 64 * BLOCK
BROKEN = "Tệp sao lưu {name} bị hỏng hoặc bị cắt ngang; chưa có gì bị thay đổi."
NOT_OURS = "Tệp {name} không phải là bản sao lưu của Motcua."


class Writer:
    """A backup being written to `out`; `finish` ends it."""

    def __init__(self, out: BinaryIO) -> None:
        self._gzip = gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1, mtime=0)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed in finish
        self.parts: dict[str, str] = {}
        self.files = self.bytes = 0

    def part(self, name: str, content: bytes) -> None:
        """A part that the manifest names with its sha256."""
        self.parts[name] = hashlib.sha256(content).hexdigest()
        self._add(name, io.BytesIO(content), len(content))

    def file(self, sha256: str, content: IO[bytes], size: int) -> None:
        """A stored file of exactly `size` bytes."""
        self._add(f"files/{sha256}", content, size)
        self.files, self.bytes = self.files + 1, self.bytes + size

    def finish(self, manifest: Mapping[str, object]) -> None:
        """Write the manifest, with the sums of all parts, and the end."""
        sums = {"parts": self.parts, "files": {"count": self.files, "bytes": self.bytes}}
        whole = {"format": FORMAT, "version": VERSION, **manifest, **sums}
        content = json.dumps(whole, ensure_ascii=False, indent=1).encode()
        self._add(MANIFEST, io.BytesIO(content), len(content))
        self._tar.close()
        self._gzip.close()

    def _add(self, name: str, content: IO[bytes], size: int) -> None:
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        self._tar.addfile(told, content)
        # tarfile would remember each member for ever
        self._tar.members.clear()  # type: ignore[attr-defined]


@dataclass
class Part:
    """A part on its way out of a backup; its content can be read once, now."""

    name: str
    size: int
    content: IO[bytes]


@contextmanager
def sound(name: str) -> Iterator[None]:
    """Around everything that reads of a backup: what gzip and tar say of a broken file becomes a refusal."""
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused(BROKEN, name=name) from error


def parts(file: BinaryIO, *, name: str) -> Iterator[Part]:
    """The parts of a backup in order, the manifest last; to be used inside `sound`. Refused when it is none of ours."""
    with gzip.GzipFile(fileobj=file) as unzipped:
        try:
            tar = tarfile.open(fileobj=unzipped, mode="r|")  # noqa: SIM115 - closed below
        except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Refused(NOT_OURS, name=name) from error
        with tar:
            while (told := tar.next()) is not None:
                tar.members.clear()  # type: ignore[attr-defined]
                content = tar.extractfile(told) if told.isreg() else None
                if content is None or not NAMES.fullmatch(told.name):
                    raise Refused(NOT_OURS, name=name)
                yield Part(told.name, told.size, content)
        while unzipped.read(BLOCK):  # to the end, where the checksum stands
            pass


def check(file: BinaryIO, *, name: str) -> Mapping[str, Any]:
    """Read a backup from front to back; its manifest, if every part is there and is what it was. Refused otherwise."""
    found = _Found()
    with sound(name):
        for part in parts(file, name=name):
            if not found.takes(part):
                raise Refused(BROKEN, name=name)
    manifest = found.manifest
    if manifest is None:
        raise Refused(BROKEN, name=name)
    if manifest.get("format") != FORMAT or not manifest.keys() >= SAYS:
        raise Refused(NOT_OURS, name=name)
    if manifest.get("version") != VERSION:
        raise Refused("Tệp sao lưu {name} theo định dạng mới hơn; hãy dùng đúng bản Motcua đã tạo ra nó.", name=name)
    if manifest.get("parts") != found.sums or manifest.get("files") != {"count": found.files, "bytes": found.bytes}:
        raise Refused(BROKEN, name=name)
    return manifest


@dataclass
class _Found:
    """What was read of a backup so far."""

    sums: dict[str, str] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    manifest: Mapping[str, Any] | None = None

    def takes(self, part: Part) -> bool:
        """Read one more part; whether it is what its name says and stands where it may."""
        if self.manifest is not None:
            return False
        if part.name == MANIFEST:
            self.manifest = _object(part)
            return self.manifest is not None
        digest = sha256(part.content)
        if not part.name.startswith("files/"):
            self.sums[part.name] = digest
            return True
        self.files, self.bytes = self.files + 1, self.bytes + part.size
        return part.name == f"files/{digest}"


def _object(part: Part) -> Mapping[str, Any] | None:
    if part.size > LARGEST_MANIFEST:
        return None
    try:
        value = json.loads(part.content.read())
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def sha256(content: IO[bytes]) -> str:
    """The digest of what is left to read."""
    digest = hashlib.sha256()
    while block := content.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
