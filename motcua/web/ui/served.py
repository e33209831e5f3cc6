"""Stored files as answers: PDF and pictures open in the browser, the rest is saved."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from motcua.files.models import StoredFile

# Chromium shows a PDF in a page of its own making, which it refuses inside a sandbox; scripts are barred in both.
AS_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
IN_THE_PAGE = frozenset({"application/pdf", "image/jpeg", "image/png"})  # kinds that carry no script of ours


def served(file: StoredFile, name: str) -> HttpResponse:
    """The content of a file under the name that it was sent with, kept by no cache on its way."""
    shown = "inline" if file.media_type in IN_THE_PAGE else "attachment"
    return HttpResponse(
        file.read(),
        content_type=file.media_type,
        headers={
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file_name(file, name))}",
            "Content-Security-Policy": AS_PDF if file.media_type == "application/pdf" else ALONE,
            "Cache-Control": "private, no-store",
        },
    )


ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf", "image/png": "png", "image/heic": "heic"}


def file_name(file: StoredFile, name: str) -> str:
    """The name under which it is saved, with the ending of what it really is."""
    ending = ENDINGS.get(file.media_type) or ("xlsx" if "sheet" in file.media_type else "docx")
    name = name.replace("/", "-").strip() or "tep"
    return name if name.lower().endswith(f".{ending}") else f"{name[:120]}.{ending}"
