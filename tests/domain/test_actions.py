"""What may be done to a booking, by whom and when."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Action, Actor, ActorKind, ProviderVisibility, Role
from bookings_app.domain.actions import allowed_actions
from bookings_app.domain.booking import BookingStatus

TEN = datetime(2026, 3, 9, 10, tzinfo=UTC)
JUST_BEFORE = TEN - timedelta(microseconds=1)
NEXT_DAY = TEN + timedelta(days=1)

ADMIN = Actor(ActorKind.MEMBER, "1", "Alba", role=Role.ADMIN)
MANAGER = Actor(ActorKind.MEMBER, "2", "Marco", role=Role.MANAGER)
BEN = Actor(ActorKind.MEMBER, "3", "Ben", role=Role.PROVIDER, provider_id="ben")
CLEO = Actor(
    ActorKind.MEMBER,
    "4",
    "Cleo",
    role=Role.PROVIDER,
    provider_id="cleo",
    visibility=ProviderVisibility.ASSIGNED_SERVICES,
    service_ids=frozenset({"haircut"}),
)
NOBODYS = Actor(ActorKind.MEMBER, "5", "New", role=Role.PROVIDER)


def key(*scopes: str) -> Actor:
    return Actor(ActorKind.API_KEY, "6", "Website", scopes=frozenset(scopes))


def agent(contact_id: str | None) -> Actor:
    return Actor(ActorKind.AI_AGENT, "7", "Assistant", contact_id=contact_id)


def allowed(
    actor: Actor,
    status: BookingStatus = BookingStatus.CONFIRMED,
    *,
    contact_id: str | None = "ana",
    now: datetime = NEXT_DAY,
) -> list[str]:
    """What may be done to a booking of Ben's."""
    actions = allowed_actions(
        actor, status, provider_id="ben", contact_id=contact_id, starts_at=TEN, now=now
    )
    return [action.value for action in actions]


@pytest.mark.parametrize(
    ("status", "actions"),
    [
        ("pending", ["confirm", "cancel", "edit"]),
        ("confirmed", ["complete", "no-show", "cancel", "reschedule", "edit"]),
        ("completed", ["edit"]),
        ("cancelled", ["edit"]),
        ("no_show", ["edit"]),
        ("rescheduled", ["edit"]),
    ],
)
def test_a_status_says_what_can_follow(status: str, actions: list[str]) -> None:
    assert allowed(ADMIN, BookingStatus(status)) == actions


def test_nobody_says_how_a_visit_went_before_it_has_begun() -> None:
    before = ["cancel", "reschedule", "edit"]

    assert allowed(ADMIN, now=JUST_BEFORE) == before
    assert allowed(ADMIN, now=TEN) == ["complete", "no-show", *before]


def test_a_pending_booking_can_be_confirmed_and_cancelled_at_any_time() -> None:
    for now in (JUST_BEFORE, TEN, NEXT_DAY):
        assert allowed(ADMIN, BookingStatus.PENDING, now=now) == ["confirm", "cancel", "edit"]


@pytest.mark.parametrize("actor", [ADMIN, MANAGER, BEN], ids=lambda actor: actor.name)
def test_the_team_may_do_everything_to_bookings_that_are_theirs(actor: Actor) -> None:
    assert allowed(actor) == ["complete", "no-show", "cancel", "reschedule", "edit"]
    assert allowed(actor, BookingStatus.PENDING) == ["confirm", "cancel", "edit"]


@pytest.mark.parametrize("actor", [CLEO, NOBODYS], ids=lambda actor: actor.name)
def test_providers_do_nothing_to_somebody_elses_whatever_they_see(actor: Actor) -> None:
    assert [allowed(actor, status) for status in BookingStatus] == [[]] * 6


def test_a_key_may_what_its_scopes_say() -> None:
    writes = ["complete", "no-show", "cancel", "reschedule", "edit"]
    writing, approving = ("bookings:read", "bookings:write"), ("bookings:read", "bookings:approve")

    assert allowed(key(*writing)) == writes
    assert allowed(key(*writing), BookingStatus.PENDING) == ["cancel", "edit"]
    assert allowed(key(*approving)) == []
    assert allowed(key(*approving), BookingStatus.PENDING) == ["confirm"]
    assert allowed(key("bookings:read", "contacts:read", "setup:write")) == []
    assert allowed(key("bookings:write", "bookings:approve"), BookingStatus.PENDING) == []
    assert allowed(key()) == []


def test_an_agent_moves_and_edits_what_is_its_contacts() -> None:
    assert allowed(agent("ana")) == ["cancel", "reschedule", "edit"]
    assert allowed(agent("ana"), BookingStatus.PENDING) == ["cancel", "edit"]
    assert allowed(agent("berta")) == []
    assert allowed(agent(None)) == []
    assert allowed(agent(None), contact_id=None) == []


def test_actions_come_in_the_order_of_their_buttons() -> None:
    assert [action.value for action in Action] == [
        *("confirm", "complete", "no-show", "cancel", "reschedule", "edit"),
    ]
