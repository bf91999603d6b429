"""Looking at one booking, and what may be done to it."""

from datetime import datetime, timedelta

import pytest

from bookings_app.domain.access import Actor, ProviderVisibility
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.domain.catalog import NewLocation
from bookings_app.domain.errors import BookingNotFound, Forbidden
from bookings_app.usecases import setup
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.status_changes import cancel_booking, confirm_booking
from bookings_app.usecases.views import BookingDetails, ChangeView
from tests.bookings import ANA, DAY, EVENING, HALF_HOUR, HOUR, TEN, given_booking, nothing_happens
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    Team,
    ai_agent,
    api_key,
    given_contact,
    given_provider,
    given_service,
    given_team,
    provider_actor,
)
from tests.sql_counter import statements

pytestmark = pytest.mark.usefixtures("database")

EVERY_SCOPE = ("bookings:read", "bookings:write", "bookings:approve")


def allowed(booking_id: str, *, seen_by: Actor = ADMIN, now: datetime = NOON) -> tuple[str, ...]:
    """What may be done to it."""
    return get_booking(booking_id, seen_by=seen_by, now=now).allowed_actions


def test_details_are_all_of_it() -> None:
    new = NewLocation("Old Town", "Europe/Madrid", "1 Main Street\nSecond floor")
    location_id = setup.create_location(new, by=ADMIN, now=NOON).id
    service_id = given_service(location_ids=[location_id], buffer_before_minutes=5)
    provider_id = given_provider(service_ids=[service_id], location_id=location_id)
    contact_id = given_contact()
    team = Team(service_id, location_id, provider_id)
    booking_id = given_booking(team, contact_id=contact_id)

    booking = get_booking(booking_id, seen_by=MANAGER, now=NOON)

    assert booking == BookingDetails(
        id=booking_id,
        reference=booking.reference,
        service_id=service_id,
        service_name="Haircut",
        location_id=location_id,
        location_name="Old Town",
        location_address="1 Main Street\nSecond floor",
        provider_id=provider_id,
        provider_name="Ben",
        contact_id=contact_id,
        contact_name="Ana Ruiz",
        conversation_id=None,
        conversation_channel=None,
        conversation_external_id=None,
        conversation_last_message_at=None,
        customer_name=ANA.name,
        customer_phone=ANA.phone,
        customer_email=ANA.email,
        notes=ANA.notes,
        starts_at=TEN,
        ends_at=TEN + HALF_HOUR,
        blocks_from=TEN - timedelta(minutes=5),
        blocks_to=TEN + HALF_HOUR,
        time_zone="Europe/Madrid",
        status=BookingStatus.CONFIRMED,
        source=BookingSource.MANUAL,
        cancellation_reason="",
        rescheduled_from=None,
        rescheduled_to=None,
        created_by_kind="member",
        created_by_id="member-admin",
        created_by_name="Alba",
        created_at=NOON,
        updated_at=NOON,
        version=1,
        history=(
            ChangeView(
                number=1,
                booking_id=booking_id,
                what="created",
                by_kind="member",
                by_id="member-admin",
                by_name="Alba",
                at=NOON,
                before={},
                after={"status": "confirmed"},
                reason="",
            ),
        ),
        allowed_actions=("cancel", "reschedule", "edit"),
    )


def test_history_is_oldest_first() -> None:
    booking_id = given_booking()
    confirm_booking(booking_id, by=MANAGER, now=NOON + HOUR)
    given_booking()
    cancel_booking(booking_id, by=ADMIN, reason="Flu", now=NOON + 2 * HOUR)

    lines = get_booking(booking_id, seen_by=ADMIN, now=NOON).history

    assert [(line.number, line.what, line.by_name, line.reason) for line in lines] == [
        (1, "created", "Alba", ""),
        (2, "confirmed", "Marco", ""),
        (4, "cancelled", "Alba", "Flu"),
    ]


@pytest.mark.parametrize(
    ("status", "before_it_began", "once_begun"),
    [
        ("pending", ("confirm", "cancel", "edit"), ("confirm", "cancel", "edit")),
        (
            "confirmed",
            ("cancel", "reschedule", "edit"),
            ("complete", "no-show", "cancel", "reschedule", "edit"),
        ),
        ("completed", ("edit",), ("edit",)),
        ("cancelled", ("edit",), ("edit",)),
        ("no_show", ("edit",), ("edit",)),
        ("rescheduled", ("edit",), ("edit",)),
    ],
)
def test_what_may_be_done_goes_by_status_and_time(
    status: str, before_it_began: tuple[str, ...], once_begun: tuple[str, ...]
) -> None:
    booking_id = given_booking(status=BookingStatus(status))

    assert allowed(booking_id, now=TEN - timedelta(microseconds=1)) == before_it_began
    assert allowed(booking_id, now=TEN) == once_begun
    assert allowed(booking_id, now=EVENING) == once_begun


def test_what_may_be_done_goes_by_who_looks() -> None:
    team, contact_id = given_team(), given_contact()
    booking_id = given_booking(team, contact_id=contact_id)
    everything = ("complete", "no-show", "cancel", "reschedule", "edit")
    may: dict[Actor, tuple[str, ...]] = {
        ADMIN: everything,
        MANAGER: everything,
        provider_actor(team.provider_id): everything,
        api_key(*EVERY_SCOPE): everything,
        api_key("bookings:read", "bookings:write"): everything,
        api_key("bookings:read", "bookings:approve"): (),
        api_key("bookings:read"): (),
        ai_agent(contact_id): ("cancel", "reschedule", "edit"),
    }

    assert {by: allowed(booking_id, seen_by=by, now=EVENING) for by in may} == may


def test_only_who_may_approve_is_offered_to_confirm() -> None:
    team = given_team(requires_approval=True)
    booking_id = given_booking(team)

    assert "confirm" in allowed(booking_id, seen_by=provider_actor(team.provider_id))
    assert "confirm" in allowed(booking_id, seen_by=api_key(*EVERY_SCOPE))
    assert "confirm" not in allowed(booking_id, seen_by=api_key("bookings:read", "bookings:write"))


def test_with_assigned_services_a_provider_sees_a_colleagues_booking_and_may_not_act() -> None:
    team = given_team()
    colleague = given_provider(service_ids=[team.service_id], location_id=team.location_id)
    booking_id = given_booking(team)
    by = provider_actor(
        colleague,
        visibility=ProviderVisibility.ASSIGNED_SERVICES,
        service_ids=[team.service_id],
    )

    booking = get_booking(booking_id, seen_by=by, now=NOON)

    assert (booking.customer_name, booking.allowed_actions) == (ANA.name, ())
    with nothing_happens(), pytest.raises(Forbidden):
        cancel_booking(booking_id, by=by, reason="Flu", now=NOON)


def test_what_somebody_may_not_see_answers_like_what_does_not_exist() -> None:
    team, contact_id = given_team(), given_contact()
    colleague = given_provider(service_ids=[team.service_id], location_id=team.location_id)
    booking_id = given_booking(team, contact_id=contact_id)
    strangers: list[Actor] = [
        provider_actor(colleague),
        provider_actor(colleague, service_ids=[team.service_id]),
        provider_actor(colleague, visibility=ProviderVisibility.ASSIGNED_SERVICES),
        api_key("bookings:write", "bookings:approve"),
        ai_agent(),
        ai_agent("somebody else"),
    ]

    for by in strangers:
        sentences: set[str] = set()
        for each in (booking_id, "unknown", "", "\x00", "\ud800", "x" * 10_000):
            with pytest.raises(BookingNotFound) as refused:
                get_booking(each, seen_by=by, now=NOON)
            sentences.add(str(refused.value))
        assert sentences == {"This booking does not exist, or you may not see it."}


def test_an_agent_sees_the_bookings_of_its_contact_only() -> None:
    contact_id = given_contact()
    its_own = given_booking(given_team(), contact_id=contact_id)
    without_contact = given_booking(given_team(), TEN + DAY)

    assert get_booking(its_own, seen_by=ai_agent(contact_id), now=NOON).id == its_own
    for by in (ai_agent(contact_id), ai_agent()):
        with pytest.raises(BookingNotFound):
            get_booking(without_contact, seen_by=by, now=NOON)


def test_a_look_costs_three_statements() -> None:
    booking_id = given_booking(given_team(), contact_id=given_contact())

    with statements() as seen:
        get_booking(booking_id, seen_by=ADMIN, now=NOON)

    assert len(seen) == 3
