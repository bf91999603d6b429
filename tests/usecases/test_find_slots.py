"""Which times are free."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import HOLDING, BookingStatus
from bookings_app.domain.errors import Invalid
from bookings_app.domain.schedule import HoursWindow, NewClosure, NewTimeOff
from bookings_app.usecases import archiving, closures, schedules
from bookings_app.usecases.availability import SlotQuestion, find_slots
from bookings_app.usecases.one_start import alternatives
from tests.factories import (
    ADMIN,
    MANAGER,
    NOON,
    Team,
    ai_agent,
    api_key,
    given_location,
    given_provider,
    given_service,
    given_team,
    provider_actor,
)
from tests.sql_counter import statements
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

# The Monday after NOON; in Madrid 09:00 is 08:00 UTC.
MONDAY = date(2026, 3, 9)
HALF_HOUR = timedelta(minutes=30)
TODAY = date(2026, 3, 2)


def at(hour: int, minute: int = 0, *, on: date = MONDAY) -> datetime:
    """An instant of that date."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC)


def asked(
    team: Team,
    on: date = MONDAY,
    *,
    last_on: date | None = None,
    provider_id: str | None = None,
    exclude_booking_id: str | None = None,
) -> SlotQuestion:
    """The slots of that team on that date."""
    return SlotQuestion(
        service_id=team.service_id,
        location_id=team.location_id,
        first_on=on,
        last_on=last_on or on,
        provider_id=provider_id,
        exclude_booking_id=exclude_booking_id,
    )


def starts(question: SlotQuestion, *, by: Actor = ADMIN, now: datetime = NOON) -> list[datetime]:
    """When the free slots start."""
    return [slot.starts_at for slot in find_slots(question, by=by, now=now).slots]


def test_a_free_day_is_cut_into_slots_with_who_is_free() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 12 * 60))

    answer = find_slots(asked(team), by=ADMIN, now=NOON)

    assert answer.time_zone == "Europe/Madrid"
    assert [(slot.starts_at, slot.ends_at) for slot in answer.slots] == [
        (at(8), at(9)),
        (at(9), at(10)),
        (at(10), at(11)),
    ]
    assert {(each.id, each.name) for slot in answer.slots for each in slot.providers} == {
        (team.provider_id, "Ben")
    }
    assert not any(slot.short_notice for slot in answer.slots)


def test_a_slot_carries_everybody_free_in_it() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 11 * 60))
    cleo = given_provider(
        name="Cleo",
        service_ids=[team.service_id],
        location_id=team.location_id,
        hours=(10 * 60, 11 * 60),
    )
    given_provider(name="Does not cut hair", location_id=team.location_id)

    slots = find_slots(asked(team), by=ADMIN, now=NOON).slots

    assert [[each.id for each in slot.providers] for slot in slots] == [
        [team.provider_id],
        [team.provider_id, cleo],
    ]
    assert starts(asked(team, provider_id=cleo)) == [at(9)]


@pytest.mark.parametrize("status", list(BookingStatus))
def test_a_booking_takes_its_slot_as_long_as_it_holds_it(status: BookingStatus) -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 11 * 60))
    given_stored_booking(team, at(8), minutes=60, status=status)

    free = [at(9)] if status in HOLDING else [at(8), at(9)]
    assert starts(asked(team)) == free


def test_a_booking_elsewhere_takes_the_slot_too_with_its_own_buffer() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 12 * 60))
    elsewhere = given_location()
    given_stored_booking(
        Team(team.service_id, elsewhere, team.provider_id), at(8), minutes=60, buffer_after=10
    )

    assert starts(asked(team)) == [at(10)]


def test_the_longest_blocked_time_before_reaches_into_the_day() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 11 * 60))
    day_before = at(8) - timedelta(minutes=1440 + 660)
    given_stored_booking(team, day_before, minutes=1440, buffer_after=720)

    assert starts(asked(team)) == [at(9)]


def test_buffers_of_the_service_keep_away_from_what_is_booked() -> None:
    team = given_team(duration_minutes=30, buffer_after_minutes=15, hours=(9 * 60, 11 * 60))
    given_stored_booking(team, at(9), minutes=30)

    assert starts(asked(team)) == [at(8), at(9, 30)]


def test_time_off_closures_and_overrides_take_and_give_hours() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 11 * 60))
    tuesday, wednesday, thursday = (MONDAY + timedelta(days=n) for n in (1, 2, 3))
    away = NewTimeOff(at(8), at(9))
    schedules.add_time_off(team.provider_id, away, by=ADMIN, now=NOON)
    closures.add_closure(NewClosure(tuesday, tuesday), by=ADMIN, now=NOON)
    schedules.set_override(team.provider_id, wednesday, [(600, 660)], by=ADMIN, now=NOON)
    schedules.set_override(team.provider_id, thursday, [], by=ADMIN, now=NOON)

    assert starts(asked(team, last_on=thursday)) == [at(9), at(9, on=wednesday)]


def test_a_closure_of_another_location_closes_nothing_here() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 10 * 60))
    closure = NewClosure(MONDAY, MONDAY, location_id=given_location())
    closures.add_closure(closure, by=ADMIN, now=NOON)

    assert starts(asked(team)) == [at(8)]


def test_a_night_shift_runs_into_the_next_date() -> None:
    team = given_team(duration_minutes=60)
    night = HoursWindow(team.location_id, 6, 23 * 60, 60)
    schedules.set_working_hours(team.provider_id, [night], by=ADMIN, now=NOON)

    sunday = MONDAY - timedelta(days=1)
    assert starts(asked(team, sunday)) == [at(22, on=sunday)]
    assert starts(asked(team)) == [at(23, on=sunday)]


def test_members_see_short_notice_marked_and_programs_do_not_see_it() -> None:
    team = given_team(duration_minutes=60, min_notice_minutes=120)
    now = at(12)

    answer = find_slots(asked(team), by=ADMIN, now=now)

    assert [(slot.starts_at, slot.short_notice) for slot in answer.slots] == [
        (at(12), True),
        (at(13), True),
        (at(14), False),
        (at(15), False),
    ]
    assert starts(asked(team), by=api_key(), now=now) == [at(14), at(15)]
    assert starts(asked(team), by=ai_agent(), now=now) == [at(14), at(15)]


def test_the_booking_window_binds_programs_only() -> None:
    location_id = given_location()
    service_id = given_service(location_ids=[location_id], booking_window_days=7)
    given_provider(service_ids=[service_id], location_id=location_id)
    team = Team(service_id, location_id, "")

    assert len(starts(asked(team), by=api_key())) == 16
    tuesday = MONDAY + timedelta(days=1)
    assert starts(asked(team, tuesday), by=api_key()) == []
    assert len(starts(asked(team, tuesday), by=MANAGER)) == 16


def test_providers_are_only_offered_their_own_time() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 10 * 60))
    cleo = given_provider(name="Cleo", service_ids=[team.service_id], location_id=team.location_id)

    slots = find_slots(asked(team), by=provider_actor(team.provider_id), now=NOON).slots

    assert [[each.id for each in slot.providers] for slot in slots] == [[team.provider_id]]
    assert starts(asked(team, provider_id=cleo), by=provider_actor(team.provider_id)) == []


def test_a_booking_that_is_about_to_move_does_not_count_for_those_who_see_it() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 10 * 60))
    booking_id = given_stored_booking(team, at(8), minutes=60)
    question = asked(team, exclude_booking_id=booking_id)

    assert starts(question) == [at(8)]
    assert starts(question, by=provider_actor(team.provider_id)) == [at(8)]
    assert starts(question, by=api_key()) == []


def test_what_is_retired_offers_nothing() -> None:
    team = given_team()
    archiving.archive_provider(team.provider_id, by=ADMIN, now=NOON)
    assert starts(asked(team)) == []
    assert starts(asked(team, provider_id=team.provider_id)) == []

    other = given_team()
    archiving.archive_service(other.service_id, by=ADMIN, now=NOON)
    assert starts(asked(other)) == []

    third = given_team()
    archiving.archive_location(third.location_id, by=ADMIN, now=NOON)
    assert starts(asked(third)) == []


def test_a_provider_who_does_not_offer_the_service_has_no_slots() -> None:
    team = given_team()
    cleo = given_provider(name="Cleo", location_id=team.location_id)

    assert starts(asked(team, provider_id=cleo)) == []


def test_what_does_not_exist_or_go_together_is_named() -> None:
    team = given_team()
    elsewhere = given_location()
    wrong = {
        "service_id": Team("unknown", team.location_id, ""),
        "location_id": Team(team.service_id, "unknown", ""),
    }
    questions = [(field, asked(each)) for field, each in wrong.items()]
    questions.append(("location_id", asked(Team(team.service_id, elsewhere, ""))))
    questions.append(("provider_id", asked(team, provider_id="unknown")))
    questions.append(("to", asked(team, last_on=MONDAY - timedelta(days=1))))
    questions.append(("to", asked(team, last_on=MONDAY + timedelta(days=42))))
    questions.append(("from", asked(team, date(1901, 12, 31))))

    for field, question in questions:
        with pytest.raises(Invalid) as refused:
            starts(question)
        assert field in [name for name, _ in refused.value.errors]


def test_few_statements_find_a_month_whatever_the_size_of_the_team() -> None:
    team = given_team()
    for number in range(5):
        given_provider(
            name=f"Provider {number}",
            service_ids=[team.service_id],
            location_id=team.location_id,
        )
        given_stored_booking(team, at(8 + number))

    with statements() as sent:
        assert starts(asked(team, last_on=MONDAY + timedelta(days=30)))

    assert len(sent) == 7


@pytest.mark.parametrize(("days", "last"), [(-60, 0), (90, 14), (1_000, 14)])
def test_beyond_the_dates_that_can_be_booked_the_nearest_are_those_at_their_end(
    days: int, last: int
) -> None:
    location_id = given_location()
    service_id = given_service(location_ids=[location_id], booking_window_days=14)
    given_provider(service_ids=[service_id], location_id=location_id)

    near = alternatives(
        service_id, location_id, NOON + timedelta(days=days), by=api_key(), now=NOON
    )

    assert len(near) == 3
    assert abs(near[0].starts_at - NOON - timedelta(days=last)) < timedelta(days=3)


def test_the_nearest_alternatives_are_offered_for_a_start_that_is_taken() -> None:
    team = given_team(duration_minutes=60, hours=(9 * 60, 14 * 60))
    given_stored_booking(team, at(10), minutes=60)

    found = alternatives(team.service_id, team.location_id, at(10), by=ADMIN, now=NOON)

    assert sorted(slot.starts_at for slot in found) == [at(8), at(9), at(11)]
    assert (
        len(alternatives(team.service_id, team.location_id, at(10), count=1, by=ADMIN, now=NOON))
        == 1
    )


@pytest.mark.parametrize("odd", ["", "\x00", "a\x00b", "\ud800", "x" * 10_000, "é"])
def test_ids_that_nothing_can_have_are_ids_that_do_not_exist(odd: str) -> None:
    team = given_team()
    wrong = {
        "service_id": (odd, team.location_id, None),
        "location_id": (team.service_id, odd, None),
        "provider_id": (team.service_id, team.location_id, odd),
    }

    for field, (service_id, location_id, provider_id) in wrong.items():
        question = SlotQuestion(service_id, location_id, MONDAY, MONDAY, provider_id=provider_id)
        with pytest.raises(Invalid) as refused:
            find_slots(question, by=ADMIN, now=NOON)
        assert [name for name, _ in refused.value.errors] == [field]
