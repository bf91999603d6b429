"""The REST door described: OpenAPI 3.1, with full paths and every answer that may come."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from bookings_app.api.v1.told import MESSAGE, messages

_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_WITH_BODY = frozenset({"post", "put", "patch"})

_TEXT = """Book, move and look at what is booked, by the rules of the screens.

Send `Authorization: Bearer <key>`; `bookings key add --kind api --scope …` makes one.

Services, locations, providers and slots are for any key. Bookings and what happened to them take
`bookings:read`; to make them takes `bookings:write`. To move, correct and cancel what is booked
takes both, to confirm it `bookings:read` and `bookings:approve`. Hours and closures take
`setup:read`, to change anything of the set-up takes `setup:write`; contacts take `contacts:read`
and `contacts:write`, webhooks `webhooks:write`.

Times are RFC 3339 with an offset, dates `YYYY-MM-DD`, ids opaque. Unknown fields and parameters
are refused. A list has `items` and `next_cursor`; send that as `cursor` for what follows.

A POST with an `Idempotency-Key` is done once within 24 hours: the same request gets the first
answer again, with `Idempotency-Replayed: true`. What is refused is `application/problem+json`,
with a `code` that stays.
"""

_DONE: Mapping[str, str] = {
    "200": "It is as asked.",
    "201": "It was made.",
    "204": "It is done; there is nothing to say.",
}

# Status: what stands in `code`, and when.
_CODES: Mapping[int, str] = {
    401: "`unauthenticated`: no key that opens this door",
    403: "`forbidden`: the key lacks the scope · `wrong_key_kind`: it is an AI agent's",
    404: "`not_found`: no such id, or not this key's to see",
    409: (
        "`slot_taken`, with up to three `alternatives` · `slot_not_offered`, with `reasons` ·"
        " `transition_not_allowed`, with `current_status`, `changed_at`, `changed_by` ·"
        " `too_early` · `same_time` · `idempotency_in_progress`"
    ),
    412: "`version_conflict`: If-Match names another version",
    413: "`too_large`: more than 64 KiB",
    415: "`unsupported_media_type`: a body that does not say it is JSON",
    422: "`invalid`, with `errors` · `idempotency_mismatch`",
    429: "`rate_limited`, with Retry-After",
    500: "`internal`: a failure nobody foresaw; nothing was changed",
    503: "`database_busy` · `database_unwritable`: nothing was changed",
}

_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `errors` names every field that cannot be taken.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "alternatives": {"type": "array", "items": {"$ref": "#/components/schemas/Slot"}},
        "reasons": {"type": "array", "items": {"type": "string"}},
        "current_status": {"type": "string"},
        "changed_at": {"type": "string", "format": "date-time"},
        "changed_by": {
            "type": "object",
            "properties": {"kind": {"type": "string"}, "name": {"type": "string"}},
        },
    },
    "examples": [
        {
            "type": "about:blank",
            "title": "Unprocessable Entity",
            "status": 422,
            "code": "invalid",
            "detail": "Enter a name.",
            "errors": [{"field": "customer.name", "message": "Enter a name."}],
        }
    ],
}


def describe(door: FastAPI, *, prefix: str) -> dict[str, Any]:
    """The description of everything that `door` answers, as it is mounted at `prefix`."""
    found: dict[str, Any] = get_openapi(
        title="Bookings",
        version="1",
        openapi_version="3.1.0",
        description=_TEXT,
        routes=door.routes,
    )
    schemas: dict[str, Any] = found.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"], schemas["Message"] = _PROBLEM_SCHEMA, MESSAGE
    found["webhooks"] = messages()
    found["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    found["security"] = [{"key": []}]
    found["servers"] = [{"url": "/"}]
    found["paths"] = {f"{prefix}{path}": of for path, of in found["paths"].items()}
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    return found


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    """Add what the framework does not know: headers, and every refusal."""
    answers: dict[str, Any] = operation["responses"]
    answers.pop("422", None)
    if path.endswith(".csv"):
        answers["200"] = {"description": "A file", "content": {"text/csv": {"schema": _text()}}}
    for status in answers.keys() & _DONE.keys():
        answers[status]["description"] = _DONE[status]
    for status in _refusals(path, method):
        answers[str(status)] = _refusal(status)
    parameters: list[dict[str, Any]] = operation.setdefault("parameters", [])
    for parameter in parameters:
        parameter["schema"] = _without_null(parameter["schema"])
    if method == "post":
        parameters.append(_header("Idempotency-Key", "Done once for the same key and path.", 255))
        for status in answers.keys() & {"200", "201"}:
            answers[status]["headers"] = {"Idempotency-Replayed": {"schema": _text()}}
    if method == "patch":
        parameters.append(_header("If-Match", "The ETag of what was read.", 1_000))


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter is when it is there: an address has no word for null."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind.get("type") != "null"]
    return kinds[0] if len(kinds) == 1 else schema


def _refusals(path: str, method: str) -> list[int]:
    wanted = {401, 403, 422, 429, 500, 503}
    if "{" in path:
        wanted.add(404)
    if method in _WITH_BODY:
        wanted |= {413, 415}
    if method == "post":
        wanted.add(409)
    if method == "patch":
        wanted.add(412)
    return sorted(wanted)


def _refusal(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": _CODES[status],
        "content": {"application/problem+json": {"schema": _PROBLEM}},
    }
    if status == 429:
        answer["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    return answer


def _header(name: str, meaning: str, longest: int) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": meaning,
        "schema": {**_text(), "maxLength": longest},
    }


def _text() -> dict[str, Any]:
    return {"type": "string"}
