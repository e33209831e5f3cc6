"""The counter's pages as tests use them: an officer signed in, and the reception form as a person fills it in."""

from __future__ import annotations

import re
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cast import Cast

REFERENCE = "/tiep-nhan/thu-tuc/1.000689/"
CARD = "051090001234|212345678|Phạm Văn Đồng Xuân|02031990|Nam|Thôn 1, xã Ba Tơ, tỉnh Quảng Ngãi|01072024"


def signed_in(client, cast: Cast, name: str):
    """The test client, signed in as a person of the cast."""
    client.force_login(cast.people[name], backend="motcua.accounts.backends.OfficerBackend")
    return client


def filled(cast: Cast, **changes: object) -> dict[str, object]:
    """A complete reception of the reference procedure; None takes a field away, `__` stands for a hyphen."""
    form: dict[str, object] = {
        "do": "act",
        "key": "khoa-cua-bieu-mau",
        "counter": cast.counter.pk,
        "version": cast.version.pk,
        "mode": "accept",
        "owners": 0,
        "extras": 0,
        "points": 0,
        "applicant-capacity": "self",
        "applicant-kind": "citizen",
        "applicant-name": "Phạm Văn Đồng Xuân",
        "applicant-number": "051090001234",
        "applicant-birth_date": "02/03/1990",
        "applicant-phone": "0905123456",
        "applicant-address": "Thôn 1, xã Ba Tơ",
        "terms-competent": cast.commune.pk,
        "terms-channel": "direct",
        "terms-delivery": "counter",
        "terms-sets": 1,
    }
    for n, (originals, copies) in enumerate(((1, 0), (1, 0), (0, 1)), 1):
        form |= {f"papers-{n}-got": "on", f"papers-{n}-originals": originals, f"papers-{n}-copies": copies}
    changed = {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in (form | changed).items() if value is not None}


def picture(name: str = "giay-chung-sinh.png") -> SimpleUploadedFile:
    """A real picture, as a phone or a scanner sends it."""
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/png")


def value(html: str, name: str) -> str:
    """What stands in a text field of a page."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', html)
    assert found, name
    said = re.search(r'value="([^"]*)"', found[0])
    return said[1] if said else ""


def ticked(html: str, name: str) -> bool:
    """Whether a box of a page is ticked."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', html)
    assert found, name
    return " checked" in found[0]


def error(html: str, field: str) -> str:
    """The sentence at a field of a page; nothing when none stands there."""
    found = re.search(rf'id="id_{re.escape(field)}_error">.*?</span>(.*?)</span></div>', html, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip() if found else ""
