"""What a tab says of a database that may be a copy, and who can say that it is none."""

from collections.abc import Iterator

import pytest

from bookings_app.config import settings
from bookings_app.domain.access import Role
from bookings_app.domain.installation import Standing
from bookings_app.integrations.this_place import ThisPlace
from bookings_app.ui.installation.state import InstallationState
from bookings_app.usecases.installation import confirm_installation, may_send, standing
from tests.factories import ADMIN, NOON
from tests.ui.seat import Seat, seated
from tests.webhooks import given_webhook


@pytest.fixture
def copied(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database belongs to an installation at another address."""
    monkeypatch.setenv("BOOKINGS_DATABASE_URL", sqlite_database)
    monkeypatch.setenv("BOOKINGS_PUBLIC_URL", "https://bookings.example.com")
    settings.cache_clear()
    given_webhook()
    assert may_send(ThisPlace(settings()))
    monkeypatch.delenv("BOOKINGS_PUBLIC_URL")
    settings.cache_clear()
    yield
    settings.cache_clear()


async def look(seat: Seat) -> None:
    await seat.send(InstallationState.look)


async def confirm(seat: Seat) -> None:
    await look(seat)
    await seat.send(InstallationState.ask)
    await seat.send(InstallationState.confirm)


@pytest.mark.usefixtures("copied")
def test_administrators_see_that_it_is_a_copy() -> None:
    seat = seated(Seat, look)

    assert seat.shows(InstallationState, "standing") == "copy"
    assert seat.shows(InstallationState, "may_end")


@pytest.mark.usefixtures("copied")
def test_an_administrator_says_that_it_is_the_real_one() -> None:
    seat = seated(Seat, confirm)

    assert seat.shows(InstallationState, "standing") == ""
    assert seat.toasts == ["What waited for Google Calendar and webhooks is sent now."]
    assert standing(ThisPlace(settings())) is Standing.OURS


@pytest.mark.usefixtures("copied")
def test_others_are_told_that_nothing_is_sent_and_are_not_asked() -> None:
    seat = seated(Seat, confirm, Role.MANAGER)

    assert seat.shows(InstallationState, "standing") == "copy"
    assert not seat.shows(InstallationState, "may_end")
    assert standing(ThisPlace(settings())) is Standing.COPY


@pytest.mark.usefixtures("copied")
def test_open_pages_stop_saying_so_once_an_administrator_has_confirmed() -> None:
    async def visit(seat: Seat) -> None:
        await look(seat)
        confirm_installation(ThisPlace(settings()), by=ADMIN, now=NOON)
        await seat.send(InstallationState.look_again)

    assert not seated(Seat, visit, Role.MANAGER).shows(InstallationState, "standing")


@pytest.mark.usefixtures("sqlite_database")
def test_the_real_one_says_nothing() -> None:
    seat = seated(Seat, look)

    assert not seat.shows(InstallationState, "standing")
