"""Telling members what others did: whom, once, and together what belongs together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Actor, ProviderVisibility, Role
from bookings_app.domain.customer import CustomerDetails
from bookings_app.domain.errors import TransitionNotAllowed
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.editing import CustomerChanges, edit_customer
from bookings_app.usecases.notifications import (
    Notification,
    list_notifications,
    mark_read,
    unread_counts,
)
from bookings_app.usecases.rescheduling import reschedule_booking
from bookings_app.usecases.sessions import find_session
from bookings_app.usecases.status_changes import cancel_booking, complete_booking, confirm_booking
from bookings_app.usecases.workspace import save_workspace, workspace
from tests.factories import ADMIN, NOON, Team, api_key, given_provider, given_team
from tests.members import given_member, signed_in

pytestmark = pytest.mark.usefixtures("database")

TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEBSITE = api_key("bookings:write", "bookings:approve", "bookings:read")


def given_actor(email: str, role: Role, provider_id: str | None = None) -> Actor:
    """A member who can sign in, as the actor they are."""
    given_member(email=email, role=role, provider_id=provider_id)
    actor = find_session(signed_in(email), now=NOON)
    assert actor is not None
    return actor


def booked(
    team: Team,
    *,
    by: Actor = WEBSITE,
    at: datetime = TEN,
    name: str = "Ana Ruiz",
    now: datetime = NOON,
) -> str:
    """A booking; its id."""
    new = NewBooking(team.service_id, team.location_id, team.provider_id, at, CustomerDetails(name))
    return create_booking(new, by=by, now=now).id


def news_of(actor: Actor) -> list[list[Notification]]:
    """What the bell of that member shows."""
    return list_notifications(by=actor).groups


def test_everybody_who_may_see_it_is_told_but_whoever_did_it() -> None:
    team = given_team()
    admin = given_actor("admin@example.com", Role.ADMIN)
    manager = given_actor("manager@example.com", Role.MANAGER)
    theirs = given_actor("ben@example.com", Role.PROVIDER, team.provider_id)
    colleague = given_actor("cleo@example.com", Role.PROVIDER, given_provider(name="Cleo"))

    booking_id = booked(team, by=manager)

    everybody = [admin.id, manager.id, theirs.id, colleague.id]
    assert unread_counts(everybody) == {admin.id: 1, theirs.id: 1}
    ((told,),) = news_of(theirs)
    assert told == Notification(
        change_number=1,
        booking_id=booking_id,
        what="created",
        by_id=manager.id,
        by_name="Mara Cole",
        at=NOON,
        reason="",
        status_after="confirmed",
        service_name="Haircut",
        customer_name="Ana Ruiz",
        provider_name="Ben",
        starts_at=TEN,
        time_zone="Europe/Madrid",
        moved_to_at=None,
        moved_to_provider="",
        is_read=False,
    )
    assert news_of(colleague) == []


def test_providers_who_see_their_services_hear_of_colleagues_bookings_until_they_do_not() -> None:
    team = given_team()
    ours = workspace()
    wider = replace(ours, provider_visibility=ProviderVisibility.ASSIGNED_SERVICES)
    save_workspace(wider, by=ADMIN, now=NOON)
    cleo = given_provider(name="Cleo", service_ids=[team.service_id])
    colleague = given_actor("cleo@example.com", Role.PROVIDER, cleo)

    booked(team)

    assert unread_counts([colleague.id]) == {colleague.id: 1}
    assert len(news_of(colleague)) == 1
    save_workspace(ours, by=ADMIN, now=NOON)
    narrowed = find_session(signed_in("cleo@example.com"), now=NOON)
    assert narrowed is not None
    assert news_of(narrowed) == []


def test_a_refusal_tells_nobody() -> None:
    team = given_team()
    admin = given_actor("admin@example.com", Role.ADMIN)
    booking_id = booked(team)
    cancel_booking(booking_id, by=WEBSITE, reason="Flu", now=NOON)

    with pytest.raises(TransitionNotAllowed):
        confirm_booking(booking_id, by=WEBSITE, now=NOON)

    assert unread_counts([admin.id]) == {admin.id: 2}


def test_a_move_is_told_once_and_says_where_to() -> None:
    team = given_team()
    admin = given_actor("admin@example.com", Role.ADMIN)
    booking_id = booked(team)

    reschedule_booking(booking_id, TEN + 2 * HOUR, by=WEBSITE, now=NOON + HOUR)

    moved, created = news_of(admin)
    assert [one.what for one in moved] == ["rescheduled"]
    assert (moved[0].starts_at, moved[0].moved_to_at) == (TEN, TEN + 2 * HOUR)
    assert moved[0].moved_to_provider == "Ben"
    assert [one.what for one in created] == ["created"]


def test_what_one_person_does_to_a_booking_in_one_go_is_one_piece_of_news() -> None:
    team = given_team()
    admin = given_actor("admin@example.com", Role.ADMIN)
    booking_id = booked(team)
    edit_customer(
        booking_id, CustomerChanges(phone="600 111 222"), by=WEBSITE, now=NOON + HOUR / 12
    )
    complete_booking(booking_id, by=WEBSITE, now=TEN + HOUR)

    assert [[one.what for one in group] for group in news_of(admin)] == [
        ["completed"],
        ["edited", "created"],
    ]


def test_the_same_deed_to_many_bookings_is_told_as_a_number() -> None:
    team = given_team()
    admin = given_actor("admin@example.com", Role.ADMIN)
    for number in range(4):
        booked(team, at=TEN + number * HOUR, name=f"Customer {number}")
    for number in range(3):
        booked(team, at=TEN + number * HOUR + 24 * HOUR, now=NOON + 2 * HOUR)

    assert [len(group) for group in news_of(admin)] == [1, 1, 1, 4]


def test_what_is_read_stays_and_counts_no_more() -> None:
    team = given_team()
    admin = given_actor("admin@example.com", Role.ADMIN)
    manager = given_actor("manager@example.com", Role.MANAGER)
    first = booked(team)
    second = booked(team, at=TEN + HOUR, name="Nora Quinn", now=NOON + HOUR)

    assert mark_read(by=admin, now=NOON, booking_id=first) == 1

    assert [group[0].is_read for group in news_of(admin)] == [False, True]
    assert unread_counts([admin.id, manager.id]) == {admin.id: 1, manager.id: 2}
    third = booked(team, at=TEN + 2 * HOUR, name="Zoe Parrish", now=NOON + 2 * HOUR)
    assert mark_read(by=admin, now=NOON, up_to=2) == 1
    assert [group[0].booking_id for group in news_of(admin)] == [third, second, first]


def test_news_of_last_month_are_forgotten_at_the_next_sign_in() -> None:
    team = given_team()
    admin = given_actor("admin@example.com", Role.ADMIN)
    booked(team)

    signed_in("admin@example.com", now=NOON + timedelta(days=31))

    assert news_of(admin) == []
    assert unread_counts([admin.id]) == {}
