"""A provider's Google account: which calendars it is for, and how it ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bookings_app.db import outbox
from bookings_app.db.google_tables import (
    BusyBlockRow,
    CalendarLinkRow,
    GoogleAccountRow,
    GoogleCalendarRow,
)
from bookings_app.db.outbox_tables import OutboxRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.errors import Forbidden, Invalid, NotFound
from bookings_app.domain.google_accounts import Choice, GoogleStatus
from bookings_app.usecases.google_accounts import (
    GoogleAccountView,
    choose_calendars,
    disconnect,
    find_google_account,
)
from bookings_app.usecases.google_leaving import KIND, say_goodbye
from bookings_app.usecases.outbox import claim_due
from tests.bookings import HOUR, TEN, given_booking
from tests.factories import ADMIN, NOON, Team, given_provider, given_team, provider_actor
from tests.fake_google import FakeGoogleServer
from tests.google_accounts import ANA, connected, google, running_google

pytestmark = pytest.mark.usefixtures("database")

MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGoogleServer]:
    """The stand-in; Ana has a second calendar, and sees one of somebody else's."""
    with running_google(monkeypatch) as server:
        server.google.add_calendar(ANA, "Choir", calendar_id="choir")
        server.google.add_account("bea@example.com")
        server.google.share("bea@example.com", ANA, "reader")
        yield server


def account_of(provider_id: str) -> GoogleAccountView:
    found = find_google_account(provider_id, by=ADMIN)
    assert found is not None
    return found


def ids(provider_id: str) -> dict[str, str]:
    """Our ids of the account's calendars, by name."""
    return {each.name: each.id for each in account_of(provider_id).calendars}


def choose(provider_id: str, writes: str, *blocks: str) -> GoogleAccountView:
    """Choose calendars by their names."""
    known = ids(provider_id)
    choice = Choice(known[writes], frozenset(known[name] for name in blocks))
    return choose_calendars(provider_id, choice, by=ADMIN, now=NOON)


def promised() -> list[tuple[str, str]]:
    """What somebody is to do, by kind and subject."""
    with reading() as look:
        rows = look.session.exec(select(OutboxRow).order_by(col(OutboxRow.kind))).all()
    return [(row.kind, row.subject) for row in rows]


def given_event_in_google(booking_id: str, provider_id: str) -> None:
    """A booking that was written to the calendar of its provider."""
    with unit_of_work() as work:
        work.session.add(
            CalendarLinkRow(
                booking_id=booking_id,
                calendar_id=written_to(work, provider_id),
                event_id=f"bk{booking_id.replace('-', '')}",
                synced_version="1",
                updated_at=NOON,
            )
        )


def written_to(work: UnitOfWork, provider_id: str) -> str:
    """Our id of the calendar that bookings are written to."""
    query = (
        select(GoogleCalendarRow.id)
        .join(GoogleAccountRow, col(GoogleAccountRow.id) == GoogleCalendarRow.account_id)
        .where(GoogleAccountRow.provider_id == provider_id, col(GoogleCalendarRow.writes))
    )
    return work.session.exec(query).one()


def linked() -> list[str]:
    """The bookings that have an event in Google."""
    with reading() as look:
        return sorted(look.session.exec(select(CalendarLinkRow.booking_id)).all())


def given_connected_team(server: FakeGoogleServer) -> Team:
    team = given_team()
    connected(server, team.provider_id)
    return team


def say_goodbyes(*, now: datetime = NOON + MINUTE) -> None:
    """The worker does what was promised."""
    for job in claim_due([KIND], now=now, limit=9):
        say_goodbye(job, google=google(), clock=lambda: now)


def test_bookings_are_written_to_the_calendar_that_was_chosen_and_others_keep_one_busy(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_provider()
    connected(server, provider_id)

    chosen = choose(provider_id, "Choir", ANA, "bea@example.com")

    assert {each.name: (each.writes, each.blocks) for each in chosen.calendars} == {
        ANA: (False, True),
        "Choir": (True, False),
        "bea@example.com": (False, True),
    }
    assert chosen.calendars == account_of(provider_id).calendars


def test_nothing_is_written_to_the_calendar_of_somebody_else(server: FakeGoogleServer) -> None:
    provider_id = given_provider()
    connected(server, provider_id)

    with pytest.raises(Invalid) as refused:
        choose(provider_id, "bea@example.com")

    assert refused.value.errors == (("writes", "Choose one of your own calendars."),)


def test_calendars_of_another_account_cannot_be_chosen(server: FakeGoogleServer) -> None:
    mine, theirs = given_provider(), given_provider(name="Cleo")
    server.google.add_account("cleo@example.com")
    connected(server, mine)
    connected(server, theirs, account="cleo@example.com")
    (foreign,) = (each.id for each in account_of(theirs).calendars)

    for choice in (
        Choice(foreign, frozenset()),
        Choice(ids(mine)[ANA], frozenset({foreign})),
        Choice("", frozenset()),
    ):
        with pytest.raises(Invalid):
            choose_calendars(mine, choice, by=ADMIN, now=NOON)


def test_another_calendar_to_write_to_promises_a_look_at_all_that_is_to_come(
    server: FakeGoogleServer,
) -> None:
    team = given_connected_team(server)
    booking_id = given_booking(team)
    with unit_of_work() as work:
        outbox.forget_lane(work, team.provider_id)

    choose(team.provider_id, "Choir", ANA)

    assert ("calendar", booking_id) in promised()


def test_a_calendar_that_keeps_nobody_busy_any_more_is_forgotten_with_what_is_in_it(
    server: FakeGoogleServer,
) -> None:
    provider_id = given_provider()
    connected(server, provider_id)
    with unit_of_work() as work:
        work.session.add(
            BusyBlockRow(
                calendar_id=written_to(work, provider_id),
                provider_id=provider_id,
                event_id="dentist",
                starts_at=TEN,
                ends_at=TEN + HOUR,
            )
        )

    choose(provider_id, "Choir")

    with reading() as look:
        assert look.session.exec(select(BusyBlockRow)).all() == []


def test_disconnecting_takes_the_access_back_and_forgets_the_account(
    server: FakeGoogleServer,
) -> None:
    team = given_connected_team(server)
    given_event_in_google(given_booking(team), team.provider_id)

    disconnect(team.provider_id, remove_events=False, by=ADMIN, now=NOON)

    assert account_of(team.provider_id).status is GoogleStatus.LEAVING
    assert linked() == []
    assert [kind for kind, _ in promised()] == [KIND]

    say_goodbyes()

    assert find_google_account(team.provider_id, by=ADMIN) is None
    assert promised() == []
    assert [each["operation"] for each in server.google.requests][-1] == "oauth.revoke"


def test_events_to_come_are_taken_out_before_the_access_is_given_up(
    server: FakeGoogleServer,
) -> None:
    team = given_connected_team(server)
    booking_id = given_booking(team)
    given_event_in_google(booking_id, team.provider_id)

    disconnect(team.provider_id, remove_events=True, by=ADMIN, now=NOON)
    say_goodbyes()

    assert linked() == [booking_id]
    assert ("calendar", booking_id) in promised()
    assert account_of(team.provider_id).status is GoogleStatus.LEAVING

    with unit_of_work() as work:
        work.session.delete(work.session.get_one(CalendarLinkRow, booking_id))
    say_goodbyes(now=NOON + 2 * MINUTE)

    assert find_google_account(team.provider_id, by=ADMIN) is None


def test_events_that_cannot_be_taken_out_within_a_day_stay(server: FakeGoogleServer) -> None:
    team = given_connected_team(server)
    given_event_in_google(given_booking(team), team.provider_id)
    disconnect(team.provider_id, remove_events=True, by=ADMIN, now=NOON)

    say_goodbyes(now=NOON + timedelta(days=1))

    assert find_google_account(team.provider_id, by=ADMIN) is None
    assert linked() == []


def test_a_google_that_is_away_is_told_later(server: FakeGoogleServer) -> None:
    team = given_connected_team(server)
    disconnect(team.provider_id, remove_events=False, by=ADMIN, now=NOON)
    server.google.faults.add(kind="drop", operation="oauth.revoke", times=1)

    say_goodbyes()
    assert account_of(team.provider_id).status is GoogleStatus.LEAVING

    say_goodbyes(now=NOON + 3 * MINUTE)
    assert find_google_account(team.provider_id, by=ADMIN) is None


def test_an_account_that_two_providers_share_keeps_its_access(server: FakeGoogleServer) -> None:
    one, other = given_provider(), given_provider(name="Cleo")
    connected(server, one)
    connected(server, other)
    assert account_of(one).shared_with == ("Cleo",)

    disconnect(one, remove_events=False, by=ADMIN, now=NOON)
    say_goodbyes()

    assert find_google_account(one, by=ADMIN) is None
    assert account_of(other).status is GoogleStatus.CONNECTED
    assert account_of(other).shared_with == ()
    assert "oauth.revoke" not in [each["operation"] for each in server.google.requests]


def test_only_who_may_chooses_and_disconnects(server: FakeGoogleServer) -> None:
    mine, theirs = given_provider(), given_provider(name="Cleo")
    connected(server, theirs)
    choice = Choice(ids(theirs)[ANA], frozenset())

    with pytest.raises(Forbidden):
        choose_calendars(theirs, choice, by=provider_actor(mine), now=NOON)
    with pytest.raises(Forbidden):
        disconnect(theirs, remove_events=True, by=provider_actor(mine), now=NOON)
    with pytest.raises(NotFound):
        disconnect(mine, remove_events=True, by=provider_actor(mine), now=NOON)
