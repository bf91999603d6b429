"""Which service, location and provider the rows of a file mean."""

from datetime import UTC, datetime

import pytest

from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.catalog import NewProvider
from bookings_app.usecases import archiving, setup
from bookings_app.usecases.importing import import_file, look_at_file
from bookings_app.usecases.listing import list_bookings
from bookings_app.usecases.views import CalendarEntry
from tests.bookings import DAY, TEN
from tests.factories import (
    ADMIN,
    NOON,
    given_location,
    given_provider,
    given_service,
    given_team,
)

pytestmark = pytest.mark.usefixtures("database")

FIRST = "Service,Location,Provider,Date,Time,Customer,Phone,E-mail,Notes"
ANA = "Haircut,Old Town,Ben,2026-03-09,10:00,Ana Ruiz,,,"


def file(*lines: str) -> bytes:
    return "\n".join((FIRST, *lines)).encode()


def everything() -> list[CalendarEntry]:
    wanted = BookingFilter(starts_before=TEN + 999 * DAY, ends_after=TEN - 999 * DAY)
    return list_bookings(wanted, seen_by=ADMIN)


def import_lines(*lines: str) -> None:
    import_file(file(*lines), by=ADMIN, now=NOON)


def said_of(*lines: str) -> list[tuple[int, str, str]]:
    """Why lines are refused."""
    report = look_at_file(file(*lines), by=ADMIN, now=NOON)
    return [(each.line, each.column, each.message) for each in report.refused]


def test_names_are_found_in_any_case_and_providers_by_e_mail_too() -> None:
    team = given_team()
    changed = NewProvider("Ben", "Ben@Example.com", (team.service_id,))
    setup.update_provider(team.provider_id, changed, by=ADMIN, now=NOON)

    import_lines(
        "HAIRCUT,old  town,ben@example.com,09.03.2026,10.00,Ana,,,",
        "haircut,Old Town,BEN,2026-03-10,2:30 pm,Ana,,,",
    )

    assert [entry.starts_at for entry in everything()] == [
        TEN,
        datetime(2026, 3, 10, 13, 30, tzinfo=UTC),
    ]


def test_what_is_not_offered_is_refused_and_names_that_mean_several_things() -> None:
    team = given_team()
    given_location(name="Market")
    shave = given_service(name="Shave", location_ids=[team.location_id])
    for _ in range(2):
        given_provider(name="Dora", service_ids=[shave])
    retired = given_service(name="Perm", location_ids=[team.location_id])
    archiving.archive_service(retired, by=ADMIN, now=NOON)

    rest = "2026-03-09,10:00,Ana,,,"
    assert said_of(
        f"Haircut,Market,Ben,{rest}",
        f"Shave,Old Town,Ben,{rest}",
        f"Shave,Old Town,Dora,{rest}",
        f"Perm,Old Town,Ben,{rest}",
    ) == [
        (2, "location", "Haircut is not offered at Market."),
        (3, "provider", "Ben does not offer Shave."),
        (4, "provider", "Several providers are called Dora: write the e-mail instead."),
        (5, "service", "There is no service called “Perm”."),
    ]


def test_of_two_whose_names_differ_in_case_only_the_one_written_so_is_meant() -> None:
    given_team()
    given_location(name="old town", time_zone="America/New_York")

    assert said_of(ANA.replace("Old Town", "old town")) == [
        (2, "location", "Haircut is not offered at old town.")
    ]
    import_lines(ANA)
    assert [entry.location_name for entry in everything()] == ["Old Town"]


def test_of_two_of_a_name_the_one_that_is_offered_there_by_them_is_meant() -> None:
    team = given_team()
    market = given_location(name="Market")
    at_market = given_service(name="Haircut", location_ids=[market])
    given_provider(name="Ben", service_ids=[at_market], location_id=market)

    import_lines(ANA, ANA.replace("Old Town", "Market"))

    assert {each.service_id for each in everything()} == {team.service_id, at_market}
