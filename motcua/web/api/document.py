"""The OpenAPI 3.1 document: what ninja knows of the operations, and with it scopes, problems, keys and examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast

from django.utils.translation import get_language, gettext
from pydantic.json_schema import model_json_schema

from motcua.accounts.scopes import SCOPES
from motcua.files.rules import ACCEPTED

from . import acts, catalogue, certified, dossiers, fees, files, linked, processes, tax_office, tills, words, worklist
from .bearing import KEY, LONGEST_KEY
from .door import api
from .problems import KINDS, MEDIA_TYPE, Problem

OFFERED = (acts, catalogue, certified, dossiers, fees, files, linked, processes, tax_office, tills, worklist)
"""The modules that put their operations on the API by being loaded."""

Json = dict[str, Any]
PREFIX = "/api/v1"
REF = "#/components/schemas/{model}"
BINARY: Json = {"schema": {"type": "string", "format": "binary"}}
NAMED_WITHIN = (  # the agency, counter or dossier that may not be there is no part of their address
    "list_dossiers", "list_work", "tax_message", "certify", "list_certifications", "read_tills", "close_till",
)  # fmt: skip
HEADERS = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After"}
CONTENT = {
    "read_file": sorted(ACCEPTED),
    "read_slip": ["application/pdf"],
    "read_process_bpmn": [processes.BPMN],
    "read_process_picture": [processes.SVG],
}
NO_ACTS = ("send_file", "check_process")  # what is sent without anything being done


@cache
def examples() -> dict[str, Json]:
    """Operation → an example of what is sent and of what is answered, taken from a run of the tests."""
    found: dict[str, Json] = json.loads(
        resources.files("motcua.web.api").joinpath("examples.json").read_text(encoding="utf-8")
    )
    return found


def document() -> Json:
    """The document in the language of the request, made anew for each language once."""
    return deepcopy(_document(get_language() or "vi"))


@cache
def _document(_language: str) -> Json:
    found = _plain(dict(api.get_openapi_schema(path_prefix=f"{PREFIX.lstrip('/')}/")))
    schemas = found["components"]["schemas"]
    problem = model_json_schema(Problem, ref_template=REF)
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    for schema in schemas.values():
        schema.pop("description", None)  # our docstrings, which are for who reads the code
    for path, method, operation in _operations(found):
        _describe(operation, method, path)
    found["info"] = {
        "title": "Motcua",
        "version": "1",
        "description": gettext(words.ABOUT),
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }
    found["tags"] = [{"name": tag, "description": gettext(text)} for tag, text in words.CHAPTERS.items()]
    found["components"]["securitySchemes"] = {
        "Token": {"type": "http", "scheme": "bearer", "description": gettext(words.BEARER)}
    }
    found["components"]["responses"] = _problems()
    found["components"]["parameters"] = {"language": _language_parameter(), "key": _key_parameter()}
    found["servers"] = [{"url": "/"}]
    return cast(Json, _tidy(found))


def _plain(said: Any) -> Any:
    """Copies of everything, for ninja shares parts between operations."""
    return json.loads(json.dumps(said, default=str))


def _operations(found: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _describe(operation: Json, method: str, path: str) -> None:
    name = operation["operationId"]
    title, about = words.SAID[name]
    operation["summary"], operation["description"] = gettext(title), gettext(about)
    operation["security"] = [{"Token": [scope_of(name)]}]
    _examples(operation, name)
    operation["parameters"] += [
        {"$ref": f"#/components/parameters/{n}"} for n in ("language", "key")[: 1 + is_act(name, method)]
    ]
    if name in CONTENT:
        operation["responses"]["200"]["content"] = dict.fromkeys(CONTENT[name], BINARY)
    _endings(operation, name, method, path)


@cache
def _scopes() -> dict[str, str]:
    """Operation → its scope, from the guards themselves."""
    return {
        str(op.operation_id): op.auth_callbacks[0].scope  # type: ignore[attr-defined]
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for op in view.operations
    }


def scope_of(name: str) -> str:
    """The scope that an operation needs."""
    return _scopes()[name]


def is_act(name: str, method: str) -> bool:
    """Whether an operation is an act, which is done once for each key."""
    return method == "post" and name not in NO_ACTS


def _language_parameter() -> Json:
    schema = {"type": "string"}
    about = gettext(words.LANGUAGE)
    return {"in": "header", "name": "Accept-Language", "required": False, "schema": schema, "description": about}


def _key_parameter() -> Json:
    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"}
    about = gettext(words.IDEMPOTENCY)
    return {"in": "header", "name": KEY, "required": False, "schema": schema, "description": about}


def _examples(operation: Json, name: str) -> None:
    example = examples()[name]
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json":
            content["example"] = example["sent"]
    for status, answer in operation["responses"].items():
        answer["description"] = operation["summary"]
        if "answered" in example and "application/json" in answer.get("content", {}):
            answer["content"]["application/json"]["example"] = example["answered"]
        if status == "201" and name != "send_file":
            answer["headers"] = {"Location": {"schema": {"type": "string"}}}
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["example"] = example["path"][parameter["name"]]
            if parameter["schema"].get("type") == "integer":
                parameter["schema"] |= {"minimum": 1, "maximum": 2**63 - 1}


def _endings(operation: Json, name: str, method: str, path: str) -> None:
    """The problems that an operation can answer with."""
    possible = [401, 403, 422, 429, 500]
    if method == "post":
        possible += [400, 409, 413]
    if "{" in path or name in NAMED_WITHIN:
        possible.append(404)
    for status in sorted(possible):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{KINDS[status][0]}"}


def _problems() -> Json:
    """Every kind of problem, to be referred to."""
    found = {}
    for status, text in words.ENDINGS.items():
        content = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}}
        found[KINDS[status][0]] = ending = {"description": gettext(text), "content": content}
        if header := HEADERS.get(status):
            ending["headers"] = {header: {"schema": {"type": "string"}, "required": True}}
    return found


def _tidy(said: Any) -> Any:
    """Without the titles that pydantic makes of names, and with descriptions in the language of the reader."""
    if isinstance(said, list):
        return [_tidy(part) for part in said]
    if not isinstance(said, dict):
        return said
    kept = {
        key: value for key, value in said.items() if not (key == "title" and isinstance(value, str) and _made(said))
    }
    return {
        key: gettext(value) if key == "description" and isinstance(value, str) and value else _part(key, value)
        for key, value in kept.items()
    }


def _part(key: str, value: Any) -> Any:
    return value if key in ("example", "examples") else _tidy(value)


def _made(schema: Json) -> bool:
    """Whether a title stands in a schema, where pydantic put it."""
    return "version" not in schema


# For the page


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation on the page."""

    name: str
    method: str
    path: str
    title: str
    about: str
    scope: str
    parameters: list[Json]
    sent: str
    answered: str
    status: str
    curl: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The operations of one subject."""

    name: str
    title: str
    operations: list[Shown]


def chapters(address: str) -> list[Chapter]:
    """All operations for the page, with examples that can be sent to `address`."""
    found = document()
    shown = [(op["tags"][0], _shown(path, method, op, address)) for path, method, op in _operations(found)]
    return [Chapter(tag, gettext(text), [op for of, op in shown if of == tag]) for tag, text in words.CHAPTERS.items()]


def _shown(path: str, method: str, operation: Json, address: str) -> Shown:
    name = operation["operationId"]
    example = examples()[name]
    filled = path.format(**example.get("path", {})) + example.get("query", "")
    sent = _json(example["sent"]) if "sent" in example else ""
    return Shown(
        name=name,
        method=method.upper(),
        path=path,
        title=operation["summary"],
        about=operation["description"],
        scope=scope_of(name),
        parameters=[p for p in operation["parameters"] if p.get("in") == "query"],
        sent=sent,
        answered=_json(example["answered"]) if "answered" in example else "",
        status=next(iter(operation["responses"])),
        curl=_curl(name, method, f"{address}{filled}", example),
    )


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2)


def _curl(name: str, method: str, url: str, example: Json) -> str:
    lines = ['curl -H "Authorization: Bearer $TOKEN"']
    if is_act(name, method):
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if name == "send_file":
        lines.append("-F file=@giay-chung-sinh.pdf")
    elif name in CONTENT:
        lines.append("-O -J")
    elif "sent" in example:
        body = json.dumps(example["sent"], ensure_ascii=False).replace("'", "'\\''")
        lines.append(f"-H 'Content-Type: application/json' -d '{body}'")
    lines.append(f"'{url}'")
    return " \\\n  ".join(lines)


def scopes() -> list[tuple[str, str]]:
    """Every scope with what it allows."""
    return [(name, gettext(text)) for name, text in SCOPES.items()]


def endings() -> list[tuple[int, str, str]]:
    """Every kind of problem: status, the name by which `type` refers to it, when it is answered."""
    return [(status, KINDS[status][0], gettext(text)) for status, text in words.ENDINGS.items()]
