"""Making a contact and correcting one: what the form keeps, refuses and offers."""

import pytest

from bookings_app.domain.access import Role
from bookings_app.ui.contacts.form_state import ContactFormState
from bookings_app.ui.contacts.state import ContactsState
from bookings_app.usecases.contacts import get_contact, search_contacts
from tests.address_book import given_country
from tests.factories import ADMIN, given_contact, given_provider
from tests.ui.contacts_desk import Desk, desk
from tests.ui.tab import Tab

pytestmark = pytest.mark.usefixtures("sqlite_database")


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
