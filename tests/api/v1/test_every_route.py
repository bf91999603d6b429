"""Every route of the REST door as every kind of caller: generated from the description."""

from datetime import timedelta

import httpx
import pytest

from bookings_app.api.v1.app import rest_door
from bookings_app.api.v1.description import describe
from bookings_app.config import load_settings
from bookings_app.domain.access import ActorKind, Scope
from bookings_app.domain.actor import Limits
from bookings_app.domain.keys import NewKey
from bookings_app.usecases.keys import add_key, revoke_key
from tests.api.v1.program import Program, problem, program, served
from tests.api.v1.routes import Ids, asked, body, given_everything, needed
from tests.bookings import everything_stored
from tests.factories import ADMIN, NOON, given_team

pytestmark = pytest.mark.usefixtures("sqlite_database")

DESCRIPTION = describe(rest_door(load_settings({})), prefix="/api/v1")
ROUTES = [(method.upper(), path) for path, of in DESCRIPTION["paths"].items() for method in of]
EVERY_ROUTE = pytest.mark.parametrize(("method", "path"), ROUTES)


def call(who: Program, method: str, path: str, ids: Ids) -> httpx.Response:
    """Send what one sends there."""
    said = body(method, path, ids)
    return who.send(method, ids.path(path), said, params=asked(path, ids) or None)


def gone(*, revoked: bool) -> Program:
    """A program whose key opens nothing any more."""
    before = NOON - timedelta(days=1)
    new = NewKey(ActorKind.API_KEY, ("all",), expires_at=None if revoked else NOON)
    added = add_key(new, by=ADMIN, now=before)
    if revoked:
        revoke_key(added.key.id, by=ADMIN, now=before)
    return Program(served(), added.secret)


@EVERY_ROUTE
def test_somebody_has_decided_who_may(method: str, path: str) -> None:
    assert needed(method, path) is not None


@EVERY_ROUTE
def test_nobody_comes_in_without_a_key_that_opens(method: str, path: str) -> None:
    ids = given_everything()
    before = everything_stored()

    for who in (Program(served(), ""), gone(revoked=True), gone(revoked=False)):
        problem(call(who, method, path, ids), 401, "unauthenticated")
    agent = program("all", kind=ActorKind.AI_AGENT)
    problem(call(agent, method, path, ids), 403, "wrong_key_kind")
    assert everything_stored() == before


@EVERY_ROUTE
def test_the_scopes_of_a_route_are_enough(method: str, path: str) -> None:
    ids = given_everything()

    answer = call(program(*(needed(method, path) or ())), method, path, ids)

    assert answer.status_code not in {401, 403, 415, 422, 500, 503}, answer.text
    assert answer.status_code != 404 or "{webhook_id}" in path


@EVERY_ROUTE
def test_without_one_of_its_scopes_a_route_does_nothing(method: str, path: str) -> None:
    ids = given_everything()
    before = everything_stored()

    for missing in needed(method, path) or ():
        # Who may write the set-up may read it.
        left = {*Scope} - {missing} - ({"setup:write"} if missing == "setup:read" else set())
        answer = call(program(*left), method, path, ids)
        # To somebody who sees no bookings a booking does not exist.
        code = answer.json()["code"]
        assert (answer.status_code, code) in {(403, "forbidden"), (404, "not_found")}, answer.text
        assert code == "forbidden" or missing == "bookings:read"
    assert everything_stored() == before


@EVERY_ROUTE
@pytest.mark.parametrize("kind", ["location_ids", "service_ids", "provider_ids"])
def test_beyond_its_limits_nothing_exists_for_a_key(method: str, path: str, kind: str) -> None:
    ids, other = given_everything(), given_team()
    hidden = ids.values[kind.removesuffix("s")]
    limits = Limits(**{kind: frozenset({getattr(other, kind.removesuffix("s"))})})
    scopes = {*Scope} - {"setup:write", "webhooks:write"}
    before = everything_stored()

    answer = call(program(*scopes, limits=limits), method, path, ids)

    assert hidden not in answer.text
    if "booking" in path or "slots" in path or f"{{{kind.removesuffix('s')}}}" in path:
        assert answer.status_code in {200, 403, 404, 422}
        assert ids.values["booking_id"] not in answer.text
    if method != "GET":
        assert everything_stored() == before
