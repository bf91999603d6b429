"""A refusal as programs read it: its status, and RFC 9457 problem+json."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from bookings_app.domain.errors import (
    BookingError,
    DatabaseBusy,
    DatabaseUnwritable,
    Forbidden,
    IdempotencyInProgress,
    Invalid,
    NotFound,
    RateLimited,
    SameTime,
    SetupError,
    SignInRefused,
    SlotNotOffered,
    SlotTaken,
    SubmissionMismatch,
    TooEarly,
    TooManyAttempts,
    TransitionNotAllowed,
    Unauthenticated,
    VersionConflict,
)
from bookings_app.domain.google_accounts import ConnectingFailed

STATUS_OF: Mapping[type[BookingError], HTTPStatus] = {
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    SignInRefused: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    SlotTaken: HTTPStatus.CONFLICT,
    SlotNotOffered: HTTPStatus.CONFLICT,
    TransitionNotAllowed: HTTPStatus.CONFLICT,
    TooEarly: HTTPStatus.CONFLICT,
    SameTime: HTTPStatus.CONFLICT,
    IdempotencyInProgress: HTTPStatus.CONFLICT,
    ConnectingFailed: HTTPStatus.CONFLICT,
    VersionConflict: HTTPStatus.PRECONDITION_FAILED,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    SubmissionMismatch: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    RateLimited: HTTPStatus.TOO_MANY_REQUESTS,
    DatabaseBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    DatabaseUnwritable: HTTPStatus.SERVICE_UNAVAILABLE,
    SetupError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

_LONGEST_FIELD = 200
_MOST_FINDINGS = 100

# How fields of a customer are called where they are sent.
_SENT_AS = {"name": "customer.name", "phone": "customer.phone", "email": "customer.email"}

# What pydantic finds, said as the rules say theirs.
_SENTENCES = {
    "extra_forbidden": "There is no such field.",
    "missing": "This is required.",
    "string_type": "Send a text.",
    "string_pattern_mismatch": "Send letters, digits and signs of ASCII, without blanks.",
    "string_unicode": "Send a text in UTF-8.",
    "bool_type": "Send true or false.",
    "int_type": "Send a whole number.",
    "int_from_float": "Send a whole number.",
    "list_type": "Send a list.",
    "dict_type": "Send an object.",
    "model_type": "Send an object.",
    "model_attributes_type": "Send an object.",
    "none_required": "Send null, or leave it out.",
}


def status_of(error: type[BookingError]) -> HTTPStatus:
    """The status of a refusal: its own, or that of what it is a kind of.

    Raises:
        KeyError: nobody has decided it yet.
    """
    for kind in error.__mro__:
        if kind in STATUS_OF:
            return STATUS_OF[kind]
    raise KeyError(error)


def problem(status: HTTPStatus, code: str, detail: str, **more: object) -> JSONResponse:
    """An answer that says what went wrong, for programs and people."""
    return JSONResponse(
        problem_body(status, code, detail, **more),
        status_code=status,
        media_type="application/problem+json",
        headers={"Cache-Control": "no-store"},
    )


def problem_body(status: HTTPStatus, code: str, detail: str, **more: object) -> dict[str, object]:
    """The members of a problem, in RFC 9457's words."""
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "detail": detail,
        **more,
    }


def refused(error: BookingError, **more: object) -> JSONResponse:
    """The answer to a refusal, and what else is to be said of it."""
    answer = problem(status_of(type(error)), error.code, str(error), **particulars(error), **more)
    if isinstance(error, Unauthenticated):
        answer.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, RateLimited):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def particulars(error: BookingError) -> dict[str, object]:
    """What programs are told beside the sentence."""
    if isinstance(error, Invalid):
        return {"errors": [_finding(field, text) for field, text in error.errors]}
    if isinstance(error, SlotNotOffered):
        return {"reasons": sorted(set(error.reasons.values()))}
    if isinstance(error, TransitionNotAllowed):
        return {"current_status": error.before, **_last_change(error)}
    return {}


def invalid(found: Sequence[Mapping[str, Any]], *, skip: int = 0) -> Invalid:
    """The refusal of fields that pydantic looked at before any rule, a sentence for each.

    `skip` parts of each place are the framework's.
    """
    return Invalid([_in_words(one, skip) for one in found[:_MOST_FINDINGS]])


def as_sent(refusal: Invalid) -> Invalid:
    """The same refusal of a booking, its fields called as they were sent."""
    return Invalid([(_SENT_AS.get(field, field), text) for field, text in refusal.errors])


def _last_change(error: TransitionNotAllowed) -> dict[str, object]:
    if error.changed_by is None or error.changed_at is None:
        return {}
    kind, name = error.changed_by
    changed_at = error.changed_at.isoformat().replace("+00:00", "Z")
    return {"changed_at": changed_at, "changed_by": {"kind": kind, "name": name}}


def _in_words(found: Mapping[str, Any], skip: int) -> tuple[str, str]:
    if found["type"] == "json_invalid":
        return "body", "Send JSON in UTF-8."
    field = ".".join(map(str, found["loc"][skip:])) or "body"
    said = str(found["msg"]).removeprefix("Value error, ")
    return field, _SENTENCES.get(found["type"], said if said.endswith(".") else f"{said}.")


def _finding(field: str, message: str) -> dict[str, str]:
    """A field and its sentence; what was sent as a name may be anything, and no text at all."""
    shown = field.encode(errors="replace").decode()
    return {"field": shown[:_LONGEST_FIELD], "message": message}


def answer_refusals(app: FastAPI) -> None:
    """Have every refusal in `app` answered by its status and sentence."""

    async def on_refusal(_request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, BookingError):
            raise error
        return refused(error)

    async def on_invalid(_request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, RequestValidationError):
            raise error
        return refused(invalid(error.errors(), skip=1))

    app.add_exception_handler(BookingError, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
