"""The demo team: what there is of it, and that all of it could have happened."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import SQLModel, col, select

from bookings_app.cli.demo.team import PASSWORD
from bookings_app.db.booking_tables import BookingRow, ChangeRow
from bookings_app.db.tables import (
    ClosureRow,
    ContactRow,
    ConversationRow,
    DateOverrideRow,
    TimeOffRow,
    WorkingHoursRow,
)
from bookings_app.db.unit_of_work import reading
from bookings_app.domain.access import Role
from bookings_app.domain.booking import HOLDING, BookingSource, BookingStatus
from bookings_app.usecases import catalog
from bookings_app.usecases.availability import SlotQuestion, days
from bookings_app.usecases.doctor import examine
from bookings_app.usecases.members import list_members
from bookings_app.usecases.sessions import find_session, sign_in
from bookings_app.usecases.views import ProviderView
from bookings_app.usecases.workspace import workspace
from tests.cli.commands import NOW
from tests.cli.truth import insist_on_offered_slots, insist_on_possible_history
from tests.factories import ADMIN

TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday())
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("demo")

Table = TypeVar("Table", bound=SQLModel)


def stored(table: type[Table]) -> list[Table]:
    with reading() as look:
        return list(look.session.exec(select(table)))


@pytest.fixture(scope="module")
def all_bookings(demo: object) -> list[BookingRow]:
    return stored(BookingRow)


def statuses_of(found: Iterable[BookingRow]) -> Counter[str]:
    return Counter(booking.status for booking in found)


def local_date(booking: BookingRow) -> date:
    return booking.starts_at.astimezone(ZoneInfo(booking.time_zone)).date()


def test_a_clinic_at_three_locations_in_two_time_zones() -> None:
    locations = catalog.list_locations()

    assert workspace().name == "Demo Clinic"
    assert len(locations) == 3
    assert {each.time_zone for each in locations} == {"Europe/London", "Europe/Madrid"}


def test_eight_services_that_differ_in_everything_a_service_can_differ_in() -> None:
    services = catalog.list_services()

    assert len(services) == 8
    assert {each.duration_minutes for each in services} == {30, 45, 60, 90}
    assert {each.requires_approval for each in services} == {True, False}
    assert {len(each.location_ids) for each in services} == {1, 2, 3}
    for optional in (
        "buffer_before_minutes",
        "buffer_after_minutes",
        "slot_step_minutes",
        "min_notice_minutes",
        "booking_window_days",
        "available_to",
    ):
        assert {bool(getattr(each, optional)) for each in services} == {True, False}, optional


def test_twenty_providers_with_breaks_nights_days_off_and_a_holiday() -> None:
    hours = stored(WorkingHoursRow)

    assert len(catalog.list_providers()) == 20
    assert len({each.provider_id for each in hours}) == 20
    assert any(each.breaks for each in hours)
    assert any(each.end_minute < each.start_minute for each in hours)
    assert len(stored(TimeOffRow)) == 5
    assert [] in [each.windows for each in stored(DateOverrideRow)]
    assert [each.name for each in stored(ClosureRow)] == ["Local holiday"]


def test_600_contacts_who_write_from_no_one_or_two_numbers() -> None:
    contacts = stored(ContactRow)
    conversations = Counter(each.contact_id for each in stored(ConversationRow))

    assert len(contacts) == 600
    assert {conversations[each.id] for each in contacts} == {0, 1, 2}
    assert {each.channel for each in stored(ConversationRow)} == {"whatsapp"}
    assert all((each.last_message_at or NOW) <= NOW for each in stored(ConversationRow))


def test_nobody_can_be_reached_by_mistake(all_bookings: list[BookingRow]) -> None:
    contacts = stored(ContactRow)

    phones = {each.phone for each in contacts} | {each.customer_phone for each in all_bookings}
    addresses = {each.email for each in contacts} | {each.customer_email for each in all_bookings}

    assert all(phone.replace(" ", "").startswith("+447700900") for phone in phones - {""})
    assert all(address.endswith("@example.com") for address in addresses - {""})


def test_about_3000_bookings_of_all_statuses_and_sources(all_bookings: list[BookingRow]) -> None:
    assert 2_700 <= len(all_bookings) <= 3_300
    assert set(statuses_of(all_bookings)) == set(BookingStatus)
    assert {each.source for each in all_bookings} == set(BookingSource)
    assert min(map(local_date, all_bookings)) < TODAY - 58 * DAY
    assert max(map(local_date, all_bookings)) > TODAY + 58 * DAY


def test_what_is_over_mostly_took_place_and_little_waits_for_an_answer(
    all_bookings: list[BookingRow],
) -> None:
    over = [each for each in all_bookings if each.ends_at < NOW]
    unanswered = [each for each in over if each.status == BookingStatus.CONFIRMED]

    counted = statuses_of(over)

    assert counted[BookingStatus.COMPLETED] > 0.7 * len(over)
    assert min(counted[each] for each in ("cancelled", "no_show", "rescheduled")) > 0.01 * len(over)
    assert counted[BookingStatus.PENDING] == 0
    assert 3 <= len(unanswered) <= 40
    assert min(each.starts_at for each in unanswered) > NOW - 8 * DAY


def test_what_lies_ahead_is_agreed_and_some_of_it_waits_for_approval(
    all_bookings: list[BookingRow],
) -> None:
    counted = statuses_of(each for each in all_bookings if each.starts_at > NOW)

    assert set(counted) == {"confirmed", "pending", "cancelled", "rescheduled"}
    assert counted["confirmed"] > 0.8 * counted.total()
    assert counted["pending"] >= 10


def test_this_week_is_busy_and_not_absurd(all_bookings: list[BookingRow]) -> None:
    counted = Counter(
        (each.provider_id, local_date(each))
        for each in all_bookings
        if MONDAY <= local_date(each) < MONDAY + 5 * DAY and each.status in HOLDING
    )

    assert 4 <= sum(counted.values()) / len(counted) <= 7
    assert max(counted.values()) <= 9
    assert len({provider for provider, _ in counted}) == 20


@pytest.mark.parametrize("provider_at", range(20))
def test_each_provider_is_free_some_time_on_most_days(provider_at: int) -> None:
    provider = catalog.list_providers()[provider_at]

    is_open, is_free = days_of(provider, first_on=TODAY + DAY, last_on=TODAY + 14 * DAY)

    assert len(is_open) >= 4
    assert len(is_free) >= 0.75 * len(is_open)


def days_of(
    provider: ProviderView, *, first_on: date, last_on: date
) -> tuple[set[date], set[date]]:
    """The dates on which a provider works, and those with a free start."""
    offered = {each.id: each.location_ids for each in catalog.list_services()}
    is_open, is_free = set[date](), set[date]()
    for service_id in provider.service_ids:
        for location_id in set(offered[service_id]) & set(provider.location_ids):
            question = SlotQuestion(service_id, location_id, first_on, last_on, provider.id)
            answer = days(question, by=ADMIN, now=NOW)
            is_open |= answer.open
            is_free |= set(answer.free)
    return is_open, is_free


def test_nobody_is_booked_twice_at_a_time_as_a_patient(all_bookings: list[BookingRow]) -> None:
    visits = defaultdict[str, list[BookingRow]](list)
    for each in sorted(all_bookings, key=lambda each: each.starts_at):
        if each.contact_id is not None and each.status in HOLDING:
            visits[each.contact_id].append(each)

    assert all(
        before.ends_at <= after.starts_at
        for each in visits.values()
        for before, after in pairwise(each)
    )


def test_every_history_could_have_happened(all_bookings: list[BookingRow]) -> None:
    insist_on_possible_history(all_bookings, now=NOW)


def test_every_start_is_one_that_was_offered(all_bookings: list[BookingRow]) -> None:
    insist_on_offered_slots(all_bookings)


def test_changes_are_numbered_in_the_order_of_time() -> None:
    with reading() as look:
        times = list(look.session.exec(select(ChangeRow.at).order_by(col(ChangeRow.number))))

    assert times == sorted(times)
    assert times[-1] <= NOW


def test_contacts_are_known_before_they_are_booked(all_bookings: list[BookingRow]) -> None:
    known_since: dict[str | None, datetime] = {
        each.id: each.created_at for each in stored(ContactRow)
    }

    booked = [each for each in all_bookings if each.contact_id is not None]

    assert len(booked) < len(all_bookings)
    assert all(known_since[each.contact_id] < each.created_at for each in booked)


def test_the_doctor_finds_nothing(demo: object) -> None:
    assert [check for check in examine(f"sqlite:///{demo}") if not check.ok] == []


def test_one_administrator_two_managers_and_the_providers_sign_in_with_one_password() -> None:
    members = list_members(by=ADMIN)

    assert Counter(each.role for each in members) == {
        Role.ADMIN: 1,
        Role.MANAGER: 2,
        Role.PROVIDER: 20,
    }
    for member in {each.role: each for each in members}.values():
        token = sign_in(member.email, PASSWORD, address="192.0.2.7", user_agent="", now=NOW)
        actor = find_session(token, now=NOW)
        assert actor is not None
        assert (actor.id, actor.provider_id) == (member.id, member.provider_id)
