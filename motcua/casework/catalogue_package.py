"""The catalogue as a folder of files that reads well in a diff: written, checked whole, and taken in.

`catalogue.json` lists every file with its SHA-256; `procedures/CODE.json` holds the versions of one procedure as they
were published, `decisions/…json` one published decision. Nobody's name is in it. Who decides a procedure is a matter of
each house: where nobody does yet, it is read from what the procedure says of its agency.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction

from motcua.casework.imports.competence import Directory
from motcua.catalogue import actions
from motcua.catalogue.actions import KeptDecision, KeptItem, KeptVersion
from motcua.catalogue.models import Competence, Procedure, ProcedureVersion, PublishingDecision
from motcua.catalogue.published import read
from motcua.catalogue.rules import ItemKind
from motcua.kernel import folding, procedure_code
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency

FORMAT = "motcua-catalogue/1"
INDEX = "catalogue.json"


def export(folder: Path) -> int:
    """Write the catalogue into an empty or new folder; how many procedures. Refused where something is there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("Thư mục {folder} đã có gì đó; hãy chọn thư mục trống hoặc mới.", folder=str(folder))
    digests: dict[str, str] = {}
    for name, data in _files():
        content = _text(data)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        digests[name] = hashlib.sha256(content).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / INDEX).write_bytes(_text({"format": FORMAT, "files": dict(sorted(digests.items()))}))
    return sum(name.startswith("procedures/") for name in digests)


def _text(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _files() -> Iterator[tuple[str, dict[str, Any]]]:
    versions = ProcedureVersion.objects.select_related("procedure").order_by("procedure__code", "n")
    code, rows = "", list[dict[str, Any]]()
    for version in versions.defer("search").iterator(chunk_size=500):
        if version.procedure.code != code and rows:
            yield f"procedures/{code}.json", {"code": code, "versions": rows}
            rows = []
        code = version.procedure.code
        rows.append(
            {
                "n": version.n,
                "valid_from": version.valid_from.isoformat(),
                "valid_to": version.valid_to.isoformat() if version.valid_to else None,
                "says": version.published,
            }
        )
    if rows:
        yield f"procedures/{code}.json", {"code": code, "versions": rows}
    decisions = PublishingDecision.objects.filter(published_at__isnull=False).select_related("corrects")
    for decision in decisions.prefetch_related("items__before", "items__version"):
        yield f"decisions/{_name(decision)}.json", _decision(decision)


def _name(decision: PublishingDecision) -> str:
    """By date, number and agency, in letters that every file system takes; whole in the file itself."""
    whole = f"{decision.dated.isoformat()} {decision.number} {decision.agency}"
    short = "-".join("".join(c if c.isalnum() else " " for c in folding.fold(whole)).split())[:80]
    return f"{short}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def _decision(decision: PublishingDecision) -> dict[str, Any]:
    assert decision.published_at is not None
    return {
        **_key(decision),
        "agency_code": decision.agency_code,
        "of_ministry": decision.of_ministry,
        "subject": decision.subject,
        "effective_from": decision.effective_from.isoformat(),
        "legal_from": decision.legal_from.isoformat() if decision.legal_from else None,
        "published_at": decision.published_at.isoformat(),
        "corrects": _key(decision.corrects) if decision.corrects else None,
        "items": [
            {
                "code": item.code,
                "kind": item.kind,
                "name": item.name,
                "moves": item.moves,
                "reason": item.reason,
                "before": item.before.n if item.before else None,
                "version": item.version.n if item.version else None,
            }
            for item in decision.items.all()
        ],
    }


def _key(decision: PublishingDecision) -> dict[str, str]:
    return {"number": decision.number, "dated": decision.dated.isoformat(), "agency": decision.agency}


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import came to: procedures that are new, that got further versions, that were the same; decisions."""

    new: int
    changed: int
    unchanged: int
    decisions: int

    def as_json(self) -> dict[str, int]:
        return {
            "new": self.new, "changed": self.changed, "unchanged": self.unchanged, "decisions": self.decisions,
        }  # fmt: skip


@transaction.atomic
def take_in(folder: Path, *, by: str, at: datetime, told: Callable[[int, int], None] = lambda done, of: None) -> Taken:
    """Take a whole package in, all or nothing. Versions and decisions that are here already are left as they are;
    `told` hears how many versions of how many are in.

    Refused, naming the file, where the package is not what its index says, cannot be read, or says otherwise of a
    version that is here.
    """
    files = _checked(folder)
    procedures = {name: _versions(name, data) for name, data in files.items() if name.startswith("procedures/")}
    wanted = {versions[0].line.code: versions for versions in procedures.values()}
    there = {
        (code, n): (digest, valid_from, valid_to)
        for code, n, digest, valid_from, valid_to in ProcedureVersion.objects.values_list(
            "procedure__code", "n", "digest", "valid_from", "valid_to"
        )
    }
    known = {code for code, _ in there}
    fresh: list[KeptVersion] = []
    ended: dict[tuple[str, int], date] = {}
    changed = 0
    for code, versions in wanted.items():
        added = [version for version in versions if (code, version.n) not in there]
        for version in versions:
            _check_same(version, there.get((code, version.n)))
            if (code, version.n) in there and there[code, version.n][2] is None and version.valid_to is not None:
                ended[code, version.n] = version.valid_to
        changed += code in known and bool(added)
        fresh += added
    actions.keep_versions(fresh, ended=ended, by=by, at=at, told=told)
    decisions = [_kept(name, data) for name, data in files.items() if name.startswith("decisions/")]
    kept = actions.keep_decisions(decisions)
    _decide_undecided()
    new = len(wanted.keys() - known)
    return Taken(new, changed, len(wanted) - new - changed, kept)


def _checked(folder: Path) -> dict[str, Any]:
    """The files of a package by name, each as its index says."""
    index = _json(folder, INDEX)
    if not isinstance(index, Mapping) or index.get("format") != FORMAT or not isinstance(index.get("files"), Mapping):
        raise Refused("{name} không phải là mục lục của gói danh mục.", name=INDEX)
    listed = index["files"]
    present = {
        path.relative_to(folder).as_posix()
        for part in ("procedures", "decisions")
        for path in (folder / part).rglob("*")
        if path.is_file()
    }
    for name in sorted(present - set(listed)):
        raise Refused("Gói có tệp {name} không ghi trong mục lục.", name=name)
    for name in sorted(set(listed) - present):
        raise Refused("Gói thiếu tệp {name}.", name=str(name)[:200])
    found = {}
    for name in sorted(listed):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != listed[name]:
            raise Refused("Tệp {name} đã bị sửa: không khớp mục lục của gói.", name=name)
        found[name] = _json(folder, name)
    return found


def _json(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise Refused("Không đọc được {name} trong gói.", name=name) from None


def _versions(name: str, data: Any) -> list[KeptVersion]:
    """The versions of one file, in order. Refused unless they follow one another and are of the file's own code."""
    try:
        code = procedure_code.parse(str(data["code"])).code
        found = [
            KeptVersion(
                line=read(row["says"]),
                n=int(row["n"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
            for row in data["versions"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("Không đọc được {name} trong gói.", name=name) from None
    except Refused as no:
        raise Refused("{name}: {reason}", name=name, reason=no.sentence) from None
    if name != f"procedures/{code}.json" or any(version.line.code != code for version in found) or not found:
        raise Refused("{name}: mã thủ tục trong tệp không phải mã của tệp.", name=name)
    if [version.n for version in found] != list(range(1, len(found) + 1)):
        raise Refused("{name}: các bản không liền nhau.", name=name)
    for version, after in pairwise(found):
        if version.valid_to is None or version.valid_to > after.valid_from:
            raise Refused("{name}: bản {n} chồng lên bản sau.", name=name, n=version.n)
    return found


def _check_same(version: KeptVersion, there: tuple[str, date, date | None] | None) -> None:
    if there is None:
        return
    digest, valid_from, _ = there
    if (digest, valid_from) != (version.line.digest, version.valid_from):
        raise Refused("Thủ tục {code}: bản {n} ở đây khác bản {n} trong gói.", code=version.line.code, n=version.n)


def _kept(name: str, data: Any) -> KeptDecision:
    try:
        corrects = data["corrects"]
        return KeptDecision(
            number=str(data["number"]),
            dated=date.fromisoformat(data["dated"]),
            agency=str(data["agency"]),
            agency_code=str(data["agency_code"]),
            of_ministry=bool(data["of_ministry"]),
            subject=str(data["subject"]),
            effective_from=date.fromisoformat(data["effective_from"]),
            legal_from=date.fromisoformat(data["legal_from"]) if data["legal_from"] else None,
            published_at=datetime.fromisoformat(data["published_at"]),
            corrects=(corrects["agency"], corrects["number"], date.fromisoformat(corrects["dated"]))
            if corrects
            else None,
            items=[
                KeptItem(
                    code=str(item["code"]),
                    kind=ItemKind(item["kind"]),
                    name=str(item["name"]),
                    moves=bool(item["moves"]),
                    reason=str(item["reason"]),
                    before=item["before"],
                    version=item["version"],
                )
                for item in data["items"]
            ],
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("Không đọc được {name} trong gói.", name=name) from None


def _decide_undecided() -> None:
    undecided = Procedure.objects.exclude(pk__in=Competence.objects.values("procedure"))
    directory = Directory(Agency.objects.filter(valid_to__isnull=True))
    rows = ProcedureVersion.objects.filter(procedure__in=undecided).order_by("n").values_list("procedure_id", "agency")
    actions.set_many_competences({pk: directory.competent(agency) for pk, agency in rows.iterator()})
