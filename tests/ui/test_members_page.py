"""The page of members without a browser: what is asked first, and what it says to whom."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.member import Invitation
from bookings_app.ui.importing.state import ImportState
from bookings_app.ui.keys.state import KeysState
from bookings_app.ui.members.state import MembersState
from bookings_app.ui.session import SessionState
from bookings_app.ui.webhooks.state import WebhooksState
from bookings_app.usecases import links
from bookings_app.usecases.members import MemberView, find_member
from tests.factories import ADMIN, given_provider, given_team
from tests.members import given_member
from tests.stored_bookings import given_stored_booking
from tests.ui.seat import Seat, seated

pytestmark = pytest.mark.usefixtures("sqlite_database")


def at_the_page(visit: Callable[[Seat], Awaitable[None]]) -> Seat:
    async def arrive(seat: Seat) -> None:
        await seat.send(SessionState.enter)
        await seat.send(MembersState.load)
        await visit(seat)

    return seated(Seat, arrive)


def noa(role: Role = Role.MANAGER, provider_id: str | None = None) -> MemberView:
    return given_member(
        email="noa@example.com", name="Noa Prat", role=role, provider_id=provider_id
    )


def is_active() -> bool:
    return find_member("noa@example.com", by=ADMIN).active


def test_deactivating_is_asked_first_and_may_be_thought_better_of() -> None:
    member = noa()

    async def visit(seat: Seat) -> None:
        await seat.send(MembersState.open_member(member.id))
        await seat.send(MembersState.ask_to_deactivate)
        asked = seat.shows(MembersState, "question")
        assert asked.title == "Deactivate Noa Prat?"
        assert "signed out everywhere at once" in asked.words
        assert "bookings" not in asked.words
        await seat.send(MembersState.keep)
        await seat.send(MembersState.agree)
        assert is_active()
        await seat.send(MembersState.ask_to_deactivate)
        await seat.send(MembersState.agree)

    seat = at_the_page(visit)

    assert not is_active()
    assert seat.shows(MembersState, "question").title == ""
    assert seat.shows(MembersState, "form") == ""


def test_whoever_deactivates_a_provider_hears_of_the_bookings_that_stay() -> None:
    team = given_team()
    member = noa(Role.PROVIDER, team.provider_id)
    given_stored_booking(team, datetime.now(UTC) + timedelta(days=3))

    async def visit(seat: Seat) -> None:
        await seat.send(MembersState.open_member(member.id))
        await seat.send(MembersState.ask_to_deactivate)

    words = at_the_page(visit).shows(MembersState, "question").words
    assert "The 1 upcoming booking, on " in words
    assert "can still be booked, until the provider is archived." in words


def test_an_invitation_is_taken_back_once_that_was_asked() -> None:
    invited = Invitation("ida@example.com", "Ida Roca", Role.MANAGER)
    links.invite_member(invited, by=ADMIN, now=datetime.now(UTC))

    async def visit(seat: Seat) -> None:
        (line,) = seat.shows(MembersState, "invitations")
        await seat.send(MembersState.ask_to_take_back("no such invitation"))
        await seat.send(MembersState.agree)
        await seat.send(MembersState.ask_to_take_back(line.id))
        assert seat.shows(MembersState, "question").title == "Take back the invitation of Ida Roca?"
        assert len(links.list_invitations(by=ADMIN, now=datetime.now(UTC))) == 1
        await seat.send(MembersState.agree)

    seat = at_the_page(visit)

    assert links.list_invitations(by=ADMIN, now=datetime.now(UTC)) == []
    assert seat.toasts == ["The invitation was taken back."]


def test_an_email_is_corrected_and_somebody_elses_is_refused_beside_its_field() -> None:
    member = noa()

    async def visit(seat: Seat) -> None:
        await seat.send(MembersState.open_member(member.id))
        await seat.call(
            MembersState, "save", {"form": {"email": "MARA@example.com", "name": "Noa Prat"}}
        )
        assert seat.shows(MembersState, "errors") == {
            "email": "Somebody signs in with this e-mail already."
        }
        form = {"email": "noa.prat@example.com", "name": "Noa Prat"}
        await seat.call(MembersState, "save", {"form": form})

    seat = at_the_page(visit)

    assert find_member("noa.prat@example.com", by=ADMIN).id == member.id
    assert seat.toasts == ["Saved."]


@pytest.mark.parametrize("page", [MembersState, KeysState, WebhooksState, ImportState])
def test_a_page_that_is_not_for_somebody_says_so_by_itself_and_tells_nothing(page: type) -> None:
    async def visit(seat: Seat) -> None:
        await seat.send(page.load)

    seat = seated(Seat, visit, Role.PROVIDER, given_provider())

    assert seat.toasts == []
    assert page.get_full_name() not in seat.everything_shown()
