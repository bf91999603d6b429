"""Importing: a file is looked at, corrected and taken, and others see what it made at once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bookings_app.domain.access import Role
from bookings_app.domain.csv_file import MOST_BYTES
from bookings_app.usecases.contact_pages import list_contacts
from tests.e2e.screens import block, wait_for_calendar
from tests.e2e.team import Offer, Team, Week
from tests.e2e.watching import Complaints
from tests.factories import ADMIN

SignIn = Callable[..., Page]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FIRST = "Service;Location;Provider;Date;Time;Customer;Phone\r\n"


def csv(text: str | bytes, name: str = "old-system.csv") -> FilePayload:
    content = text.encode("cp1252") if isinstance(text, str) else text
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def row(offer: Offer, week: Week, day: int, clock: str, customer: str) -> str:
    place = f"{offer.service};Old Town;{offer.providers[0]}"
    return f"{place};{week.day(day):%d.%m.%Y};{clock};{customer};\r\n"


def choose(page: Page, file: FilePayload, *, button: str = "Choose a file") -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(file)


def said(page: Page, sentence: str) -> None:
    outcome = page.get_by_role("main").get_by_role("status")
    expect(outcome).to_have_text(re.compile(re.escape(sentence)))


def at_imports(sign_in: SignIn, email: str, **options: object) -> Page:
    page = sign_in(email, "/settings/import", **options)
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()
    return page


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_refused_rows_are_corrected_imported_and_seen_by_others_at_once(
    sign_in: SignIn, team: Team, week: Week, options: dict[str, object]
) -> None:
    offer = team.offer("Facial", hours=(9 * 60, 17 * 60))
    _, email = team.add_member(Role.MANAGER)
    watching = sign_in(team.admin, f"/bookings?date={week.day(1)}&service={offer.service_id}")
    wait_for_calendar(watching)
    page = at_imports(sign_in, email, **options)
    fine = row(offer, week, 1, "10:00", "José Núñez")

    wrong = FIRST + fine + row(offer, week, 1, "10:15", "=HYPERLINK(1)")
    choose(page, csv(wrong + row(offer, week, 2, "25:00", "Ana Ruiz")))

    said(page, "2 of 3 rows cannot be taken: nothing would be imported.")
    table = page.get_by_role("table", name="Rows that cannot be taken")
    expect(table.get_by_role("row").filter(has_text="Line 2 takes")).to_contain_text(
        "=HYPERLINK(1)"
    )
    expect(table.get_by_role("row").filter(has_text="Write the time as")).to_contain_text("25:00")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the list").click()
    assert download.value.suggested_filename == "refused-rows.csv"
    expect(page.get_by_role("button", name=re.compile("^Import"))).to_have_count(0)

    correct = FIRST + fine + row(offer, week, 2, "15:00", "Ana Ruiz")
    choose(page, csv(correct), button="Choose another file")
    said(page, "2 bookings would be imported, 0 outside working time")
    expect(page.get_by_text("it was read as Windows-1252")).to_be_visible()
    page.get_by_role("button", name="Import 2 rows").dblclick()

    said(page, "2 bookings imported")
    expect(block(watching, "José Núñez")).to_be_visible()
    expect(block(watching, "Ana Ruiz")).to_be_visible()
    page.get_by_role("link", name="See the calendar").click()
    expect(page).to_have_url(re.compile(rf"/bookings/?\?.*date={week.day(1)}"))


def test_what_was_taken_since_the_look_refuses_the_whole_file_and_says_what_stands_in_the_way(
    sign_in: SignIn, team: Team, week: Week, complaints: Complaints
) -> None:
    complaints.expect("422")
    offer = team.offer("Facial")
    page = at_imports(sign_in, team.manager)
    text = (
        FIRST + row(offer, week, 1, "10:00", "Noor Haas") + row(offer, week, 1, "11:00", "Ada Lund")
    )
    choose(page, csv(text))
    said(page, "2 bookings would be imported")

    team.book(
        week.at(1, "11:00"),
        service_id=offer.service_id,
        provider_id=offer.provider_id,
        customer="Quick Caller",
    )
    page.get_by_role("button", name="Import 2 rows").click()

    said(page, "Meanwhile something has changed: nothing was imported.")
    table = page.get_by_role("table", name="Rows that cannot be taken")
    expect(table).to_contain_text("is booked already from 11:00 to 11:30")
    expect(page.get_by_text("old-system.csv")).to_be_visible()


def test_a_file_is_dropped_and_imported_by_keyboard(sign_in: SignIn, team: Team) -> None:
    page = at_imports(sign_in, team.admin)
    name = f"Kit Dropped {datetime.now(UTC):%H%M%S%f}"
    page.evaluate(
        """(text) => {
          const files = new DataTransfer();
          files.items.add(new File([text], "people.csv", { type: "text/csv" }));
          const field = document.querySelector(".import-drop");
          for (const kind of ["dragover", "drop"])
            field.dispatchEvent(new DragEvent(
              kind, { bubbles: true, cancelable: true, dataTransfer: files }));
        }""",
        f"Name\n{name}\n",
    )
    said(page, "1 row would be imported: 1 new contact, 0 known already.")

    page.get_by_role("button", name="Choose another file").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Import 1 row")).to_be_focused()
    page.keyboard.press("Enter")

    said(page, "1 row imported: 1 new contact, 0 known already.")
    assert [found.name for found in list_contacts(name, seen_by=ADMIN).items] == [name]
    expect(page.get_by_role("link", name="See contacts")).to_be_visible()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"Name,Phone\n", "The file has a first line and no rows."),
        (b"PK\x03\x04 an Excel file", "This is a spreadsheet. Save it as CSV (UTF-8)"),
        (b'Name\n"Ana\n', "The quote that opens on line 2 is never closed"),
        (b"x" * (MOST_BYTES + 1), "The file is too large: at most 2 MiB."),
    ],
    ids=["empty", "headings", "excel", "half", "large"],
)
def test_what_is_no_file_to_import_is_refused_in_a_sentence(
    sign_in: SignIn, team: Team, complaints: Complaints, content: bytes, sentence: str
) -> None:
    complaints.expect("422")
    page = at_imports(sign_in, team.manager)

    choose(page, csv(content))

    said(page, sentence)
    expect(page.get_by_role("button", name=re.compile("^Import"))).to_have_count(0)


def test_a_provider_finds_no_way_to_import(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.ben_signs_in_as, "/settings/import")

    expect(page.get_by_text("Importing is for administrators and managers.")).to_be_visible()
    expect(page.get_by_role("link", name="Import")).to_have_count(0)
    expect(page.get_by_role("button", name="Choose a file")).to_have_count(0)


def test_a_template_is_downloaded(sign_in: SignIn, team: Team) -> None:
    page = at_imports(sign_in, team.manager)

    with page.expect_download() as download:
        page.get_by_role("link", name="Template for bookings").click()

    assert download.value.suggested_filename == "bookings-template.csv"
    first = download.value.path().read_text().splitlines()[0]
    assert first == "Service,Location,Provider,Date,Time,Customer,Phone,E-mail,Notes"
