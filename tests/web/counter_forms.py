"""The counter's pages as tests use them: an officer signed in at their counter, and forms as a person fills them in."""

from tests.cast import Cast

REFERENCE = "/tiep-nhan/thu-tuc/1.000689/"
CARD = "051090001234|212345678|Phạm Văn Đồng Xuân|02031990|Nam|Thôn 1, xã Ba Tơ, tỉnh Quảng Ngãi|01072024"


def open_counter(client, cast: Cast, name: str):
    """The test client, signed in as a person of the cast."""
    client.force_login(cast.people[name], backend="motcua.accounts.backends.OfficerBackend")
    return client


def filled(cast: Cast, **changes: object) -> dict[str, object]:
    """A complete reception of the reference procedure; a change to None takes a field away, `__` stands for a hyphen."""
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
