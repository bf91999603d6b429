"""Deciding about a booking: what is offered can be booked, and nothing else."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from random import Random
from threading import Barrier

import pytest

from bookings_app.db.booking_tables import BookingRow
from bookings_app.db.unit_of_work import UnitOfWork, unit_of_work
from bookings_app.domain.access import Actor
from bookings_app.domain.errors import Invalid, SlotNotOffered, SlotTaken
from bookings_app.domain.interval import Interval
from bookings_app.domain.schedule import HoursWindow, NewClosure, NewTimeOff
from bookings_app.usecases import archiving, closures, schedules
from bookings_app.usecases.availability import SlotQuestion, find_slots
from bookings_app.usecases.slot_taking import BookableSlot, slot_for_booking
from tests.factories import (
    ADMIN,
    NOON,
    Team,
    api_key,
    given_location,
    given_provider,
    given_service,
    given_team,
)
from tests.stored_bookings import given_stored_booking

pytestmark = pytest.mark.usefixtures("database")

TEN = datetime(2026, 3, 9, 9, tzinfo=UTC)
MONDAY = date(2026, 3, 9)


def decide(
    team: Team,
    starts_at: datetime = TEN,
    *,
    by: Actor = ADMIN,
    now: datetime = NOON,
    exclude_booking_id: str | None = None,
) -> BookableSlot:
    """The decision, in a transaction of its own."""
    with unit_of_work() as work:
        return slot_for_booking(
            work,
            team.service_id,
            team.location_id,
            team.provider_id,
            starts_at,
            by=by,
            now=now,
            exclude_booking_id=exclude_booking_id,
        )


def stored(slot: BookableSlot) -> Callable[[UnitOfWork], None]:
    """What stores a booking of that slot."""

    def store(work: UnitOfWork) -> None:
        work.session.add(
            BookingRow(
                service_id=slot.service_id,
                location_id=slot.location_id,
                provider_id=slot.provider_id,
                service_name=slot.service_name,
                location_name=slot.location_name,
                provider_name=slot.provider_name,
                customer_name="Ana Ruiz",
                starts_at=slot.time.starts_at,
                ends_at=slot.time.ends_at,
                blocks_from=slot.blocked.starts_at,
                blocks_to=slot.blocked.ends_at,
                time_zone=slot.time_zone,
                status="confirmed",
                source="manual",
                created_by_kind="member",
                created_by_id="member-admin",
                created_by_name="Alba",
                created_at=NOON,
                updated_at=NOON,
            )
        )

    return store


def test_the_decision_says_what_a_booking_keeps() -> None:
    location_id = given_location(name="Market", time_zone="Europe/Madrid")
    service_id = given_service(
        name="Colour",
        duration_minutes=60,
        buffer_before_minutes=5,
        buffer_after_minutes=10,
        requires_approval=True,
        location_ids=[location_id],
    )
    provider_id = given_provider(name="Cleo", service_ids=[service_id], location_id=location_id)

    slot = decide(Team(service_id, location_id, provider_id))

    hour = timedelta(hours=1)
    assert slot == BookableSlot(
        service_id=service_id,
        service_name="Colour",
        requires_approval=True,
        location_id=location_id,
        location_name="Market",
        provider_id=provider_id,
        provider_name="Cleo",
        time_zone="Europe/Madrid",
        time=Interval(TEN, TEN + hour),
        blocked=Interval(TEN - timedelta(minutes=5), TEN + hour + timedelta(minutes=10)),
    )


def test_a_held_time_is_taken_unless_its_own_booking_moves() -> None:
    team = given_team()
    booking_id = given_stored_booking(team, TEN)

    with pytest.raises(SlotTaken):
        decide(team)
    assert decide(team, exclude_booking_id=booking_id).time.starts_at == TEN


@pytest.mark.parametrize(
    ("minutes", "reason"), [(5, "off_grid"), (-180, "outside_hours"), (-60 * 24 * 14, "past")]
)
def test_a_time_that_was_never_on_offer_says_why(minutes: int, reason: str) -> None:
    team = given_team()

    with pytest.raises(SlotNotOffered) as refused:
        decide(team, TEN + timedelta(minutes=minutes))

    assert refused.value.reasons == {team.provider_id: reason}


def test_somebody_who_does_not_offer_it_or_left_is_not_on_offer() -> None:
    team = given_team()
    other = given_provider(name="Cleo", location_id=team.location_id)
    archiving.archive_provider(team.provider_id, by=ADMIN, now=NOON)

    with pytest.raises(SlotNotOffered) as refused:
        decide(Team(team.service_id, team.location_id, other))
    assert refused.value.reasons == {other: "not_assigned"}
    with pytest.raises(SlotNotOffered) as refused:
        decide(team)
    assert refused.value.reasons == {team.provider_id: "archived"}


def test_members_may_take_short_notice_and_programs_may_not() -> None:
    team = given_team(min_notice_minutes=60)
    just_before = TEN - timedelta(minutes=59)

    assert decide(team, now=just_before).time.starts_at == TEN
    with pytest.raises(SlotNotOffered) as refused:
        decide(team, by=api_key("bookings:write"), now=just_before)
    assert refused.value.reasons == {team.provider_id: "notice"}


def test_ids_that_do_not_exist_or_go_together_are_named() -> None:
    team = given_team()
    wrong = {
        "service_id": Team("unknown", team.location_id, team.provider_id),
        "location_id": Team(team.service_id, "unknown", team.provider_id),
        "provider_id": Team(team.service_id, team.location_id, "unknown"),
    }

    for field, ids in wrong.items():
        with pytest.raises(Invalid) as refused:
            decide(ids)
        assert [name for name, _ in refused.value.errors] == [field]


def test_a_start_that_was_given_without_offset_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        decide(given_team(), TEN.replace(tzinfo=None))


def test_of_eight_who_take_one_slot_at_once_one_wins_and_the_others_are_told_it_is_taken() -> None:
    team = given_team()
    together = Barrier(8)

    def take(_: int) -> str:
        together.wait()
        try:
            with unit_of_work() as work:
                slot = slot_for_booking(
                    work,
                    team.service_id,
                    team.location_id,
                    team.provider_id,
                    TEN,
                    by=ADMIN,
                    now=NOON,
                )
                stored(slot)(work)
        except SlotTaken:
            return "taken"
        return "booked"

    with ThreadPoolExecutor(8) as people:
        outcomes = sorted(people.map(take, range(8)))

    assert outcomes == ["booked", *["taken"] * 7]


@pytest.mark.parametrize("seed", range(4))
def test_every_slot_offered_by_a_random_team_can_be_booked_and_no_other_start(seed: int) -> None:
    random = Random(seed)
    team, provider_ids = _given_random_team(random)
    actor = random.choice([ADMIN, api_key("bookings:write")])
    question = SlotQuestion(team.service_id, team.location_id, MONDAY, MONDAY + timedelta(days=2))

    offered = {
        (slot.starts_at, each.id)
        for slot in find_slots(question, by=actor, now=NOON).slots
        for each in slot.providers
    }

    for starts_at in _some_starts(random, [start for start, _ in offered]):
        for provider_id in provider_ids:
            ids = Team(team.service_id, team.location_id, provider_id)
            assert _can_be_booked(ids, starts_at, actor) == ((starts_at, provider_id) in offered)


def _can_be_booked(team: Team, starts_at: datetime, actor: Actor) -> bool:
    try:
        decide(team, starts_at, by=actor)
    except (SlotTaken, SlotNotOffered):
        return False
    return True


def _some_starts(random: Random, offered: Sequence[datetime]) -> list[datetime]:
    """Some that are offered, and every quarter of an hour of a stretch."""
    midnight = datetime(2026, 3, 8, 23, tzinfo=UTC) + timedelta(hours=random.randrange(60))
    others = [midnight + timedelta(minutes=15 * number) for number in range(40)]
    return sorted({*random.sample(sorted(offered), min(len(offered), 20)), *others})


def _given_random_team(random: Random) -> tuple[Team, list[str]]:
    """Three providers with odd hours, breaks, days off and bookings."""
    here = given_location(time_zone=random.choice(["Europe/Madrid", "Asia/Kathmandu"]))
    service_id = given_service(
        location_ids=[here],
        duration_minutes=random.choice([20, 45, 90]),
        buffer_before_minutes=random.choice([0, 10]),
        buffer_after_minutes=random.choice([0, 15]),
        slot_step_minutes=random.choice([None, 15, 30]),
        min_notice_minutes=random.choice([0, 60 * 24 * 8]),
    )
    provider_ids: list[str] = []
    for number in range(3):
        provider_id = given_provider(name=f"Provider {number}", service_ids=[service_id])
        windows = [
            HoursWindow(here, weekday, start, (start + random.randrange(120, 900)) % 1440)
            for weekday in range(7)
            for start in [random.randrange(0, 1440, 15)]
        ]
        schedules.set_working_hours(provider_id, windows, by=ADMIN, now=NOON)
        for hour in random.sample(range(72), 3):
            given_stored_booking(
                Team(service_id, here, provider_id),
                TEN + timedelta(hours=hour),
                minutes=random.choice([10, 50]),
                buffer_after=random.choice([0, 5]),
            )
        away_at = TEN + timedelta(hours=random.randrange(72), minutes=30)
        away = NewTimeOff(away_at, away_at + timedelta(hours=1))
        schedules.add_time_off(provider_id, away, by=ADMIN, now=NOON)
        provider_ids.append(provider_id)
    if random.random() < 0.5:
        closed = MONDAY + timedelta(days=1)
        closures.add_closure(NewClosure(closed, closed), by=ADMIN, now=NOON)
    return Team(service_id, here, provider_ids[0]), provider_ids
