"""The address book without a browser: what its handlers show, and to whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.contact import NewConversation
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.contacts.state import HEARD_AS, ContactsState
from bookings_app.ui.live.tabs import open_tabs
from bookings_app.ui.new_booking.customer_state import CustomerState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.usecases.changes import entries_for_changes
from bookings_app.usecases.contacts import add_conversation, search_contacts
from tests.factories import ADMIN, given_contact, given_team
from tests.stored_bookings import given_stored_booking
from tests.ui.contacts_desk import Desk, desk

pytestmark = pytest.mark.usefixtures("sqlite_database")

DAY = timedelta(days=1)


def test_everybody_is_listed_and_nobody_open_at_first() -> None:
    given_contact(name="Eva Sol", phone="+44 7700 900142")
    given_contact(name="Ana Ruiz", phone="", email="ana@example.com")

    async def visit(seat: Desk) -> None:
        await seat.arrive()

    seat = desk(visit)

    lines = seat.shows(ContactsState, "lines")
    assert [(line.name, line.line, line.sign) for line in lines] == [
        ("Ana Ruiz", "ana@example.com", "AR"),
        ("Eva Sol", "+44 7700 900142", "ES"),
    ]
    assert (seat.shows(ContactsState, "total"), seat.person.id) == (2, "")


def test_the_address_says_who_is_sought_and_who_is_open() -> None:
    ana = given_contact(name="Ana Ruiz")
    given_contact(name="Eva Sol", phone="")

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?q=ru&contact={ana}")
        assert (seat.names, seat.person.name) == (["Ana Ruiz"], "Ana Ruiz")
        assert seat.query == f"q=ru&contact={ana}"
        await seat.send(ContactsState.search_for("  "))
        assert seat.query == f"contact={ana}"
        await seat.send(ContactsState.close)

    seat = desk(visit)

    assert (seat.names, seat.query, seat.person.id) == (["Ana Ruiz", "Eva Sol"], "", "")


def test_going_back_shows_what_the_address_says_then() -> None:
    ana, eva = given_contact(name="Ana Ruiz"), given_contact(name="Eva Sol", phone="")

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?q=e&contact={eva}")
        await seat.send(ContactsState.go_back(f"?contact={ana}"))
        assert (seat.person.name, len(seat.names)) == ("Ana Ruiz", 2)
        await seat.send(ContactsState.go_back(""))

    assert desk(visit).person.id == ""


def test_a_person_is_shown_in_words() -> None:
    team = given_team()
    ana = given_contact(phone="+44 7700 900142", email="ana@example.com")
    now = datetime.now(UTC)
    known = NewConversation("whatsapp", "447700900142", now - timedelta(minutes=8))
    thread = add_conversation(ana, known, by=ADMIN, now=now).id
    given_stored_booking(team, now + DAY, contact_id=ana, conversation_id=thread)
    given_stored_booking(team, now - DAY, contact_id=ana, status=BookingStatus.NO_SHOW)

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?contact={ana}")

    person = desk(visit).person

    assert (person.since, person.counts) == ("Contact since March 2026", "2 bookings, 1 no-show")
    assert (person.phone, person.phone_link) == ("+44 7700 900142", "tel:+447700900142")
    (conversation,) = person.conversations
    assert conversation.name == "WhatsApp, +44 7700 900142"
    assert conversation.line == "Last message 8 min ago · 1 booking"
    assert conversation.link == "https://wa.me/447700900142"
    (coming,), (missed,) = person.upcoming, person.past
    assert (coming.service, coming.provider, coming.where) == ("Haircut", "Ben", "Old Town")
    assert (coming.status_label, coming.dim) == ("Confirmed", False)
    assert (missed.status_label, missed.dim) == ("No-show", True)


def test_a_zone_that_is_not_the_readers_is_named() -> None:
    team, ana = given_team(), given_contact()
    at = datetime.now(UTC) + DAY
    given_stored_booking(
        team, at, contact_id=ana, location_name="Harbour", time_zone="Atlantic/Canary"
    )

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?contact={ana}")

    assert desk(visit).person.upcoming[0].where == "Harbour (Canary time)"


@pytest.mark.parametrize("contact_id", ["unknown", "\x00", "x" * 999, "%F0%9F%98%80"])
def test_nobody_of_that_id_is_said_and_harms_nothing(contact_id: str) -> None:
    given_contact(name="Ana Ruiz")

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?contact={contact_id}")

    seat = desk(visit)

    assert (seat.shows(ContactsState, "missing"), seat.names) == (True, ["Ana Ruiz"])


def test_a_long_list_comes_a_stretch_at_a_time_and_stays_as_long_when_it_is_listed_anew() -> None:
    for number in range(120):
        given_contact(name=f"Ana {number:03}", phone="")

    async def visit(seat: Desk) -> None:
        await seat.arrive()
        assert len(seat.names) == 50
        await seat.send(ContactsState.show_more)
        assert (len(seat.names), seat.names[99]) == (100, "Ana 099")
        await seat.send(ContactsState.load)
        assert len(seat.names) == 100
        await seat.send(ContactsState.show_more)
        await seat.send(ContactsState.show_more)
        assert (len(seat.names), seat.shows(ContactsState, "next_cursor")) == (120, "")
        await seat.send(ContactsState.search_for("ana 11"))

    assert len(desk(visit).names) == 10


def test_earlier_bookings_come_when_they_are_asked_for() -> None:
    team, ana = given_team(), given_contact()
    for days in range(1, 53):
        given_stored_booking(team, datetime.now(UTC) - days * DAY, contact_id=ana)

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?contact={ana}")
        assert (len(seat.person.past), seat.person.has_more) == (50, True)
        await seat.send(ContactsState.show_earlier)

    seat = desk(visit)

    assert (len(seat.person.past), seat.person.has_more) == (52, False)


def test_the_page_listens_for_bookings_of_whoever_is_open_and_shows_them_anew() -> None:
    team, ana = given_team(), given_contact()
    mine = given_stored_booking(team, datetime.now(UTC) + DAY, contact_id=ana)
    other = given_stored_booking(team, datetime.now(UTC) + 2 * DAY)

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?contact={ana}")
        listens = open_tabs.by_client[seat.tab.token].listens
        entries = entries_for_changes([mine, other])
        assert listens[HEARD_AS](entries[mine]) is True
        assert listens[HEARD_AS](entries[other]) is False
        given_stored_booking(team, datetime.now(UTC) + 3 * DAY, contact_id=ana)
        await seat.send(ContactsState.refresh)
        assert len(seat.person.upcoming) == 2
        await seat.send(ContactsState.close)
        assert HEARD_AS not in open_tabs.by_client[seat.tab.token].listens

    desk(visit)


def test_nobody_stays_in_the_state_of_a_page_that_is_left() -> None:
    ana = given_contact()

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?q=ana&contact={ana}")
        await seat.send(ContactsState.leave)

    seat = desk(visit)

    assert (seat.names, seat.person.name, seat.query) == ([], "", "")
    assert seat.shows(ContactsState, "arrived") == ""


def test_a_new_booking_is_for_whoever_is_open() -> None:
    given_team()
    ana = given_contact()

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?contact={ana}")
        await seat.send(ContactsState.book)

    seat = desk(visit)

    assert seat.shows(NewBookingState, "is_open") is True
    assert seat.shows(CustomerState, "contact").id == ana


def test_a_provider_lists_whom_they_have_booked_and_finds_others_by_exact_phone() -> None:
    team = given_team()
    mine = given_contact(name="Ana Mine", phone="")
    theirs = given_contact(name="Eva Theirs", phone="+34 600 333 444")
    given_stored_booking(team, datetime.now(UTC) + DAY, contact_id=mine)

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?contact={theirs}")
        assert (seat.names, seat.shows(ContactsState, "missing")) == (["Ana Mine"], True)
        await seat.send(ContactsState.search_for("600 333 444"))
        assert seat.names == []
        await seat.send(ContactsState.search_for("+34 600-333-444"))
        assert seat.names == ["Eva Theirs"]
        await seat.send(ContactsState.open(theirs))
        assert (seat.person.name, seat.person.may_edit) == ("Eva Theirs", False)
        await seat.send(ContactFormState.open_edit)
        assert not seat.shows(ContactFormState, "is_open")
        await seat.send(ContactsState.search_for(""))
        await seat.send(ContactsState.refresh)
        assert seat.person.name == "Eva Theirs"

    desk(visit, role=Role.PROVIDER, provider_id=team.provider_id)


@pytest.mark.parametrize("sent", [None, 7, ["x"], {"a": 1}, "\x00", "\ud800", "x" * 9_999])
def test_whatever_a_browser_sends_harms_nothing(sent: Any) -> None:
    given_contact(name="Ana Ruiz")

    async def visit(seat: Desk) -> None:
        await seat.arrive()
        for state, handler, name in (
            (ContactsState, "search_for", "text"),
            (ContactsState, "open", "contact_id"),
            (ContactsState, "go_back", "query"),
            (ContactFormState, "use_dialog", "is_open"),
        ):
            await seat.tab.call(f"{state.get_full_name()}.{handler}", {name: sent})
        await seat.send(ContactFormState.open_new)
        await seat.tab.call(f"{ContactFormState.get_full_name()}.save", {"form": sent})
        await seat.arrive()

    seat = desk(visit)

    assert [each.name for each in search_contacts("an", seen_by=ADMIN)] == ["Ana Ruiz"]
    assert seat.names is not None
