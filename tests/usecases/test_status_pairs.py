"""Every step from every status by everybody: six steps work, for those who may."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bookings_app.domain.access import Action, Actor, ProviderVisibility
from bookings_app.domain.actions import LEADS_TO
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.errors import (
    BookingError,
    BookingNotFound,
    Forbidden,
    TransitionNotAllowed,
)
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.status_changes import (
    cancel_booking,
    complete_booking,
    confirm_booking,
    mark_no_show,
)
from tests.bookings import (
    DAY,
    EVENING,
    HALF_HOUR,
    TEN,
    announcements,
    everything_stored,
    given_booking,
    history,
    insist_that_all_is_well,
)
from tests.factories import (
    ADMIN,
    MANAGER,
    Team,
    ai_agent,
    api_key,
    given_contact,
    given_provider,
    given_team,
    provider_actor,
)

# README, "Life of a booking".
STEPS = {
    ("pending", "confirmed"),
    ("pending", "cancelled"),
    ("confirmed", "completed"),
    ("confirmed", "cancelled"),
    ("confirmed", "no_show"),
    ("confirmed", "rescheduled"),
}

# By what a booking becomes. Each starts from a Monday's slot and acts in the evening.
VERBS: dict[str, Callable[[str, Actor], object]] = {
    "confirmed": lambda booking_id, by: confirm_booking(booking_id, by=by, now=EVENING),
    "completed": lambda booking_id, by: complete_booking(booking_id, by=by, now=EVENING),
    "no_show": lambda booking_id, by: mark_no_show(booking_id, by=by, now=EVENING),
    "cancelled": lambda booking_id, by: cancel_booking(
        booking_id, by=by, reason="Flu", now=EVENING
    ),
    "rescheduled": lambda booking_id, by: reschedule_booking(
        booking_id, TEN + 7 * DAY, by=by, now=EVENING
    ),
}

EVERYTHING = frozenset(VERBS)
WITHOUT_APPROVAL = EVERYTHING - {"confirmed"}
MOVES = frozenset({"cancelled", "rescheduled"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who tries every step: what they may, and what they hear otherwise."""

    actor: Callable[[Team, str, str], Actor]
    may: frozenset[str] = frozenset()
    otherwise: type[BookingError] = Forbidden


def _assigned(team: Team, colleague: str) -> Actor:
    return provider_actor(
        colleague,
        visibility=ProviderVisibility.ASSIGNED_SERVICES,
        service_ids=[team.service_id],
    )


# Made of the team, a colleague who offers the same, and the contact of the bookings.
PEOPLE: dict[str, Person] = {
    "admin": Person(lambda *_: ADMIN, EVERYTHING),
    "manager": Person(lambda *_: MANAGER, EVERYTHING),
    "their provider": Person(lambda team, *_: provider_actor(team.provider_id), EVERYTHING),
    "another provider": Person(
        lambda _, colleague, __: provider_actor(colleague), otherwise=BookingNotFound
    ),
    "another provider with assigned services": Person(
        lambda team, colleague, _: _assigned(team, colleague)
    ),
    "key with every scope": Person(
        lambda *_: api_key("bookings:read", "bookings:write", "bookings:approve"), EVERYTHING
    ),
    "key that may not approve": Person(
        lambda *_: api_key("bookings:read", "bookings:write"), WITHOUT_APPROVAL
    ),
    "key that only approves": Person(
        lambda *_: api_key("bookings:read", "bookings:approve"), frozenset({"confirmed"})
    ),
    "key that only reads": Person(lambda *_: api_key("bookings:read")),
    "key that may not read": Person(
        lambda *_: api_key("bookings:write", "bookings:approve"), otherwise=BookingNotFound
    ),
    "agent of the contact": Person(lambda _, __, contact: ai_agent(contact), MOVES),
    "agent of another contact": Person(
        lambda *_: ai_agent("somebody else"), otherwise=BookingNotFound
    ),
}


@pytest.fixture
def team(database: str) -> Team:
    """Who asks for approval, so that every status can be reached."""
    assert database
    return given_team(requires_approval=True)


def attempt(after: str, booking_id: str, by: Actor) -> type[BookingError] | None:
    """What the step was refused with, if it was."""
    try:
        VERBS[after](booking_id, by)
    except BookingError as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize("name", PEOPLE)
def test_six_steps_work_for_those_who_may_and_no_other_leaves_a_trace(
    team: Team, database: str, name: str
) -> None:
    colleague = given_provider(service_ids=[team.service_id], location_id=team.location_id)
    contact_id = given_contact()
    person = PEOPLE[name]
    by = person.actor(team, colleague, contact_id)
    booking_ids = {
        status: given_booking(team, TEN + number * HALF_HOUR, status=status, contact_id=contact_id)
        for number, status in enumerate(BookingStatus)
    }
    before = everything_stored()

    with announcements() as heard:
        outcomes = {
            (status.value, after): attempt(after, booking_ids[status], by)
            for status in BookingStatus
            for after in VERBS
            if after not in person.may or (status, after) not in STEPS
        }

    assert outcomes == {
        pair: TransitionNotAllowed if pair[1] in person.may else person.otherwise
        for pair in outcomes
    }
    assert len(outcomes) == 30 - sum(after in person.may for _, after in STEPS)
    assert everything_stored() == before
    assert heard == []
    _insist_on_steps(team, by, person, contact_id)
    insist_that_all_is_well(database)


def _insist_on_steps(team: Team, by: Actor, person: Person, contact_id: str) -> None:
    """Have somebody take the steps that they may take, each with a booking of its own."""
    steps = sorted(step for step in STEPS if step[1] in person.may)
    for number, (status, after) in enumerate(steps):
        booking_id = given_booking(
            team,
            TEN + (7 + number) * HALF_HOUR,
            status=BookingStatus(status),
            contact_id=contact_id,
        )
        lived = history(booking_id)
        with announcements() as heard:
            assert attempt(after, booking_id, by) is None
        assert history(booking_id) == [*lived, after]
        assert heard


def test_no_verb_makes_a_booking_pending_again() -> None:
    assert set(LEADS_TO.values()) == {BookingStatus(after) for after in VERBS}
    assert set(LEADS_TO) == set(Action) - {Action.EDIT}
