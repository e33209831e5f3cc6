"""Which kinds of file are taken, and what a file really is: told by its content, never by its name."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePath

import puremagic

from motcua.kernel.sentences import Refused

# Formats that an officer can open ten years from now (Decree 30/2020 annex I; phone pictures are accepted).
ACCEPTED: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/heic": ("heic", "heif"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
}


HEIC = "image/heic"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""Of these one must stand in the first box of a picture as telephones take it (ISO/IEC 23008-12)."""

# What the main part of an Office file is declared as; with macros it is declared as something else (ECMA-376 part 1).
MAIN_PART = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"spreadsheetml.sheet.main+xml",
}
LONGEST_DECLARATION = 1_000_000


def media_type(*, name: str, content: bytes, limit: int) -> str:
    """The real media type of `content`, of at most `limit` bytes; Refused (field `file`) when it may not be kept."""
    if not content:
        raise Refused("Tệp “{name}” rỗng. Hãy chọn lại tệp.", field="file", name=name)
    check_size(name=name, size=len(content), limit=limit)
    extension = PurePath(name).suffix.lower().lstrip(".")
    claimed = next((kind for kind, endings in ACCEPTED.items() if extension in endings), None)
    if claimed is None:
        raise Refused(
            "Tệp “{name}” thuộc loại không được nhận. Hãy dùng PDF, JPG, PNG, HEIC, DOCX hoặc XLSX.",
            field="file",
            name=name,
        )
    if not _is(claimed, content, extension):
        raise Refused(
            "Tệp “{name}” không đúng là tệp {extension}: nội dung bên trong thuộc loại khác hoặc đã hỏng.",
            field="file",
            name=name,
            extension=extension.upper(),
        )
    return claimed


def check_size(*, name: str, size: int, limit: int) -> None:
    """Refused when a file of `size` bytes is larger than `limit`; asked by faces before they read it into memory."""
    if size > limit:
        raise Refused(
            "Tệp “{name}” nặng {size} MB, quá giới hạn {limit} MB. Hãy quét lại ở độ phân giải thấp hơn hoặc chia nhỏ.",
            field="file",
            name=name,
            size=-(-size // 2**20),
            limit=limit // 2**20,
        )


def _is(claimed: str, content: bytes, extension: str) -> bool:
    if claimed in MAIN_PART:
        return MAIN_PART[claimed] in _declared(content)
    if claimed == HEIC:
        return content[4:8] == b"ftyp" and not HEIC_BRANDS.isdisjoint(_brands(content))
    try:
        found = puremagic.magic_string(content)
    except puremagic.PureError:
        return False
    kinds = {match.mime_type for match in found} | {match.extension.lstrip(".") for match in found}
    return claimed in kinds or bool(kinds & set(ACCEPTED[claimed]))


def _declared(content: bytes) -> bytes:
    """What an Office file says of its parts; empty when it is no such file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open("[Content_Types].xml") as declaration:
            return declaration.read(LONGEST_DECLARATION)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return b""


def _brands(content: bytes) -> set[bytes]:
    """The brands that the first box of a media file names, the main one and those it can be read as."""
    end = min(int.from_bytes(content[:4], "big"), len(content), 200)
    return {content[8:12], *(content[i : i + 4] for i in range(16, end - 3, 4))}
