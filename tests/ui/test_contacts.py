"""The address book without a browser: what its handlers show, and to whom."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import reflex as rx

from bookings_app.domain.access import Role
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.contact import NewConversation
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.contacts.state import HEARD_AS, ContactsState
from bookings_app.ui.live.tabs import open_tabs
from bookings_app.ui.new_booking.customer_state import CustomerState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.session import SessionState
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases.changes import entries_for_changes
from bookings_app.usecases.contacts import add_conversation, get_contact, search_contacts
from tests.address_book import given_country
from tests.factories import ADMIN, given_contact, given_provider, given_team
from tests.members import given_member
from tests.members import signed_in as signed_in_as
from tests.stored_bookings import given_stored_booking
from tests.ui.tab import Answer, Tab, tabs

pytestmark = pytest.mark.usefixtures("sqlite_database")

DAY = timedelta(days=1)


class Desk:
    """The page in one tab, and what it shows by now."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self._shown: dict[tuple[str, str], Any] = {}
        self.toasts: list[str] = []

    async def arrive(self, query: str = "") -> None:
        """Open the page at that address."""
        self._take(await self.tab.send(SessionState.enter))
        self._take(await self.tab.send(ContactsState.arrive("nonce", query)))

    async def send(self, spec: Any) -> None:
        """Cause an event, as a click does."""
        self._take(await self.tab.send(spec))

    async def save(self, **fields: str) -> None:
        """Press the form's button, with these fields as they were typed."""
        form = {"name": "", "phone": "", "email": "", "notes": ""} | fields
        await self.send(ContactFormState.save(form))

    def shows(self, state: type[rx.State], name: str) -> Any:
        """What a var shows."""
        return self._shown.get((state.get_full_name(), f"{name}_rx_state_"))

    @property
    def names(self) -> list[str]:
        """Who is listed."""
        return [line.name for line in self.shows(ContactsState, "lines")]

    @property
    def person(self) -> Any:
        """Who is open."""
        return self.shows(ContactsState, "person")

    @property
    def query(self) -> str:
        """What stands in the address."""
        return self.shows(ContactsState, "query")

    def _take(self, answer: Answer) -> None:
        for state, changes in answer.vars.items():
            self._shown |= {(state, name): value for name, value in changes.items()}
        if (waiting := answer.var(Toasts, "waiting")) is not None:
            self.toasts = [toast.text for toast in waiting]


def desk(
    visit: Callable[[Desk], Awaitable[None]],
    role: Role = Role.ADMIN,
    provider_id: str | None = None,
) -> Desk:
    """Sit down at a fresh tab as a fresh member, and do that."""
    given_member(role=role, provider_id=provider_id, time_zone="Europe/Madrid")
    token = signed_in_as(now=datetime.now(UTC))

    async def sit_down() -> Desk:
        async with tabs() as open_pages:
            seat = Desk(open_pages.tab(token, path="/contacts"))
            await visit(seat)
            return seat

    return asyncio.run(sit_down())


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


def test_a_new_contact_is_saved_listed_and_open() -> None:
    given_country("ES")
    given_contact(name="Eva Sol", phone="")

    async def visit(seat: Desk) -> None:
        await seat.arrive("?q=eva")
        await seat.send(ContactFormState.open_new)
        await seat.save(name="Ana Ruiz", phone="600 111 222", notes="Left knee")

    seat = desk(visit)

    (ana,) = search_contacts("ana", seen_by=ADMIN)
    assert (ana.phone, ana.notes) == ("+34600111222", "Left knee")
    assert (seat.names, seat.query) == (["Ana Ruiz", "Eva Sol"], f"contact={ana.id}")
    assert seat.shows(ContactFormState, "is_open") is False
    assert seat.toasts == ["Ana Ruiz is in the contacts now."]


@pytest.mark.parametrize(
    ("sought", "field"), [("Zed", "name"), ("+34 600 1", "phone"), ("zed@example.com", "email")]
)
def test_the_form_begins_with_what_was_sought_in_vain(sought: str, field: str) -> None:
    given_contact(name="Ana Ruiz", phone="+44 7700 900142")

    async def visit(seat: Desk) -> None:
        await seat.arrive()
        await seat.send(ContactsState.search_for(sought))
        await seat.send(ContactFormState.open_new)

    start = desk(visit).shows(ContactFormState, "start")

    assert start == {"name": "", "phone": "", "email": "", "notes": ""} | {field: sought}


def test_every_field_that_cannot_be_taken_is_named_at_once_and_the_form_stays() -> None:
    async def visit(seat: Desk) -> None:
        await seat.arrive()
        await seat.send(ContactFormState.open_new)
        turn = seat.shows(ContactFormState, "turn")
        await seat.save(name=" ", phone="600 111 222", email="ana", notes="x" * 5_001)
        assert seat.shows(ContactFormState, "turn") == turn

    seat = desk(visit)

    errors = seat.shows(ContactFormState, "errors")
    assert set(errors) == {"name", "phone", "email", "notes"}
    assert errors["phone"].startswith("Enter the phone with its country")
    assert seat.shows(ContactFormState, "is_open") is True
    assert (seat.shows(ContactFormState, "is_saving"), seat.names) == (False, [])


def test_whoever_has_the_phone_already_is_offered_and_opened() -> None:
    ana = given_contact(name="Ana Ruiz", phone="+34 600 111 222")

    async def visit(seat: Desk) -> None:
        await seat.arrive()
        await seat.send(ContactFormState.open_new)
        await seat.save(name="Anna", phone="0034 600-111-222")
        assert seat.shows(ContactFormState, "taken_name") == "Ana Ruiz"
        assert seat.shows(ContactFormState, "errors") == {
            "phone": "Ana Ruiz has this phone already."
        }
        await seat.send(ContactFormState.open_taken)

    seat = desk(visit)

    assert (seat.person.id, seat.names) == (ana, ["Ana Ruiz"])
    assert seat.shows(ContactFormState, "is_open") is False


def test_an_edit_sends_what_was_changed_and_nothing_else() -> None:
    ana = given_contact(name="Ana Ruiz", phone="+44 7700 900142")

    async def visit(seat: Desk) -> None:
        await seat.arrive(f"?contact={ana}")
        await seat.send(ContactFormState.open_edit)
        start = seat.shows(ContactFormState, "start")
        assert start["phone"] == "+44 7700 900142"
        given = Desk(Tab(seat.tab.processor, seat.tab.wire, seat.tab.cookie, "/contacts"))
        await given.arrive(f"?contact={ana}")
        await given.send(ContactFormState.open_edit)
        await given.save(**start | {"notes": "Left knee"})
        await seat.save(**start | {"name": "Ana Ruiz Vega"})

    seat = desk(visit)

    stored = get_contact(ana, seen_by=ADMIN)
    assert (stored.name, stored.notes) == ("Ana Ruiz Vega", "Left knee")
    assert (stored.phone, seat.names) == ("+447700900142", ["Ana Ruiz Vega"])
    assert (seat.person.name, seat.person.notes) == ("Ana Ruiz Vega", "Left knee")


def test_closing_the_form_asks_first_when_something_was_typed() -> None:
    async def visit(seat: Desk) -> None:
        await seat.arrive()
        await seat.send(ContactFormState.open_new)
        await seat.send(ContactFormState.touch)
        await seat.send(ContactFormState.use_dialog(False))  # noqa: FBT003
        assert seat.shows(ContactFormState, "asks_to_discard") is True
        await seat.send(ContactFormState.keep)
        assert seat.shows(ContactFormState, "is_open") is True
        await seat.send(ContactFormState.discard)
        await seat.send(ContactFormState.open_new)
        await seat.send(ContactFormState.use_dialog(False))  # noqa: FBT003

    seat = desk(visit)

    assert seat.shows(ContactFormState, "is_open") is False


def test_a_form_that_is_closed_saves_nothing() -> None:
    async def visit(seat: Desk) -> None:
        await seat.arrive()
        await seat.save(name="Ana Ruiz")

    desk(visit)

    assert search_contacts("ana", seen_by=ADMIN) == []


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


def test_a_provider_finds_the_contact_they_have_made() -> None:
    async def visit(seat: Desk) -> None:
        await seat.arrive()
        await seat.send(ContactFormState.open_new)
        await seat.save(name="Ana Ruiz")
        assert set(seat.shows(ContactFormState, "errors")) == {"phone"}
        await seat.save(name="Ana Ruiz", phone="0034 600 111 222")

    seat = desk(visit, role=Role.PROVIDER, provider_id=given_provider())

    assert (seat.names, seat.person.name) == (["Ana Ruiz"], "Ana Ruiz")
    assert seat.query == f"q=%2B34600111222&contact={seat.person.id}"


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
