"""A refusal as programs read it: its status, and RFC 9457 problem+json."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from bookings_app.domain.errors import (
    BookingError,
    DatabaseBusy,
    DatabaseUnwritable,
    Forbidden,
    Invalid,
    NotFound,
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
    VersionConflict: HTTPStatus.PRECONDITION_FAILED,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    SubmissionMismatch: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    DatabaseBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    DatabaseUnwritable: HTTPStatus.SERVICE_UNAVAILABLE,
    SetupError: HTTPStatus.INTERNAL_SERVER_ERROR,
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


def refused(error: BookingError) -> JSONResponse:
    """The answer to a refusal."""
    more: dict[str, object] = {}
    if isinstance(error, Invalid):
        more["errors"] = [{"field": field, "message": text} for field, text in error.errors]
    return problem(status_of(type(error)), error.code, str(error), **more)


def answer_refusals(app: FastAPI) -> None:
    """Have every refusal in `app` answered by its status and sentence."""

    async def on_refusal(_request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, BookingError):
            raise error
        return refused(error)

    async def on_invalid(_request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, RequestValidationError):
            raise error
        found = [(".".join(map(str, one["loc"][1:])), str(one["msg"])) for one in error.errors()]
        return refused(Invalid(found))

    app.add_exception_handler(BookingError, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
