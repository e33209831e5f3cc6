"""A group of linked procedures for tests: birth, then residence, then health insurance; and a declaration for it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from motcua.casework.file_linked import file_linked
from motcua.casework.imports.linked import import_linked
from motcua.casework.intake import Paper
from motcua.casework.linked import LinkedIntake
from motcua.dossiers.models import Declaration, Dossier
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import BEGINNING, Cast, moment

GROUP = "2.000986"
BIRTH, RESIDENCE, INSURANCE = "1.001193", "1.004222", "1.009999"
FORM = "Tờ khai điện tử liên thông"
MONDAY = moment("2026-11-02 08:00")


def line(**changes: object) -> dict[str, object]:
    """The group as a line of the import format."""
    said: dict[str, object] = {
        "code": GROUP,
        "name": "Đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi",
        "decision": "Nghị định số 63/2024/NĐ-CP",
        "members": [
            {"procedure": BIRTH},
            {"procedure": RESIDENCE, "after": 1},
            {"procedure": INSURANCE, "after": 2},
        ],
    }
    return said | changes


def put(*lines: dict[str, object], at=BEGINNING):
    """Import groups as their file would bring them; the report."""
    content = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines).encode()
    return import_linked(content, day=at.date(), by="test", at=at)


def publish() -> None:
    """The three procedures and their group."""
    form = {"name": FORM, "originals": 1, "copies": 0}
    stage.publish_procedure(
        code=BIRTH,
        name="Thủ tục đăng ký khai sinh",
        limit={"amount": 1, "unit": "working_day"},
        components=[form, {"name": "Giấy chứng sinh", "originals": 1, "copies": 0}],
    )
    stage.publish_procedure(
        code=RESIDENCE,
        name="Đăng ký thường trú",
        limit={"amount": 7, "unit": "working_day"},
        components=[form, {"name": "Ý kiến đồng ý của chủ hộ", "originals": 1, "copies": 0}],
    )
    stage.publish_procedure(
        code=INSURANCE,
        name="Cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi",
        limit={"amount": 5, "unit": "working_day"},
        components=[form],
    )
    report = put(line())
    assert report.new == 1, report.refused


def papers() -> tuple[Paper, ...]:
    """All of the joint checklist: the declaration once, and what each procedure asks for besides."""
    return tuple(Paper(n, originals=1) for n in (1, 2, 3))


def intake(cast: Cast, **changes: object) -> LinkedIntake:
    values: dict[str, object] = {
        "group": GROUP,
        "counter_id": cast.counter.pk,
        "applicant": stage.citizen(),
        "papers": papers(),
        "competents": dict.fromkeys((1, 2, 3), cast.commune.pk),
    }
    return LinkedIntake(**(values | changes))  # type: ignore[arg-type]


@dataclass
class Filed:
    """A declaration with its dossiers by the number of the member, as they stand now."""

    declaration: Declaration

    def __getitem__(self, n: int) -> Dossier:
        return Dossier.objects.get(link__declaration=self.declaration, link__n=n)

    def code(self, n: int) -> str:
        return self[n].code

    def link(self, n: int) -> str:
        return self.declaration.members.get(n=n).state


def declare(cast: Cast, *, at=MONDAY, **changes: object) -> Filed:
    return Filed(file_linked(intake(cast, **changes), by=cast.lan, at=at))


def finish(cast: Cast, code: str, at) -> None:
    """From its acceptance to its result on paper at the counter."""
    for verb in ("advance", "advance", "advance", "resolve"):
        ACTS[verb](cast, code, at)
