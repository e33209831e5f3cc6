"""The smallest contents that are what they claim, and some that only claim it."""

import io
import zipfile


def office(*, main: str, extra: tuple[str, ...] = ()) -> bytes:
    """An Office file whose main part is declared as `main`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr("[Content_Types].xml", f'<Types><Override ContentType="application/vnd.{main}"/></Types>')
        for name in extra:
            parts.writestr(name, "x")
    return held.getvalue()


PDF = b"%PDF-1.7\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(50)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
HEIC_OF_OTHERS = b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic"
DOCX = office(main="openxmlformats-officedocument.wordprocessingml.document.main+xml", extra=("word/document.xml",))
XLSX = office(main="openxmlformats-officedocument.spreadsheetml.sheet.main+xml", extra=("xl/workbook.xml",))
DOCM = office(main="ms-word.document.macroEnabled.main+xml", extra=("word/document.xml", "word/vbaProject.bin"))
EXE = b"MZ" + bytes(100)
AVIF = b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmiaf"
VIDEO = b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42"
HTML = b"<!doctype html><script>alert(1)</script>"


def archive() -> bytes:
    """An ordinary zip file, as a jar is one."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr("META-INF/MANIFEST.MF", "x")
    return held.getvalue()
