"""One request as its route gets it: who calls, when, and what comes back."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from bookings_app.api.v1.fields import Answered, NothingAsked
from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Invalid, VersionConflict
from bookings_app.usecases.once import Answer, Sent, answered_once

_LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, when, and the headers that concern the act."""

    actor: Actor
    now: datetime
    path: str
    idempotency_key: str | None
    if_match: str | None

    def once(self, said: BaseModel | None, act: Callable[[], Answered]) -> Response:
        """What `act` makes, by 201; under an Idempotency-Key it is made once.

        Raises:
            Invalid: the Idempotency-Key is none.
            IdempotencyInProgress: the same key is being answered right now.
            SubmissionMismatch: the key was sent before with another body.
        """
        return self._answered(said, act, HTTPStatus.CREATED)

    def done(self, said: BaseModel | None, act: Callable[[], Answered]) -> Response:
        """The same for what changes something, by 200."""
        return self._answered(said, act, HTTPStatus.OK)

    def _answered(
        self, said: BaseModel | None, act: Callable[[], Answered], status: HTTPStatus
    ) -> Response:
        def answer() -> Answer:
            return Answer(status, act().model_dump_json())

        if self.idempotency_key is None:
            return _response(answer())
        contents = said.model_dump_json(exclude_unset=True) if said is not None else "{}"
        sent = Sent(self.path, _checked(self.idempotency_key), contents)
        return _response(answered_once(sent, answer, by=self.actor, now=self.now))

    def check_is(self, etag: str) -> None:
        """Return quietly if If-Match was not sent or names `etag`.

        Raises:
            VersionConflict: it names others only.
        """
        if self.if_match is None:
            return
        named = {each.strip() for each in self.if_match.split(",")}
        if named.isdisjoint({"*", etag}):
            raise VersionConflict


async def call_of(request: Request) -> Call:
    """Read what the gate and the headers say of a request."""
    return Call(
        actor=request.state.actor,
        now=datetime.now(UTC),
        path=request.scope["path"],
        idempotency_key=request.headers.get("idempotency-key"),
        if_match=request.headers.get("if-match"),
    )


def shown(what: Answered, *, etag: str | None = None) -> Response:
    """One thing, by 200, with its ETag."""
    body = what.model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag or etag_of(body)})


def listed(what: Answered) -> Response:
    """A list or a finding, by 200."""
    return Response(what.model_dump_json(), media_type="application/json")


def gone() -> Response:
    """Nothing, by 204."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


def etag_of(body: str) -> str:
    """The ETag of what keeps no version."""
    return f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'


def _response(answer: Answer) -> Response:
    headers = {"Idempotency-Replayed": "true"} if answer.replayed else {}
    return Response(answer.body, answer.status, headers, media_type="application/json")


def _checked(key: str) -> str:
    if not 0 < len(key) <= _LONGEST_KEY or not (key.isascii() and key.isprintable()):
        sentence = f"Send 1 to {_LONGEST_KEY} letters, digits and signs of ASCII."
        raise Invalid([("Idempotency-Key", sentence)])
    return key


Caller = Annotated[Call, Depends(call_of)]
NoParameters = Annotated[NothingAsked, Query()]
