"""What people see and use on the pages, found by roles and names."""

import re
from datetime import date, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.e2e.team import LISBON


def calendar(page: Page) -> Locator:
    """The panel with the bookings."""
    return page.get_by_role("region", name="Calendar")


def wait_for_calendar(page: Page) -> None:
    """Until its bookings are counted: what is clicked before that is for nothing."""
    expect(counted(page, "Pending")).to_have_text(re.compile("[0-9]"))


def block(page: Page, customer: str) -> Locator:
    """The booking of a customer on the calendar."""
    return calendar(page).get_by_role("button").filter(has_text=customer)


def counted(page: Page, status: str) -> Locator:
    """What the legend says of a status, and of how many on the screen."""
    legend = page.get_by_role("list", name="Statuses on screen")
    return legend.get_by_role("listitem").filter(has_text=status)


def details(page: Page, service: str = "Haircut") -> Locator:
    """The dialog of one booking."""
    return page.get_by_role("dialog", name=service)


def messages(page: Page) -> Locator:
    """Where the application says what happened."""
    return page.get_by_role("region", name="Messages")


def filters(page: Page) -> Locator:
    """The row of filters."""
    return page.get_by_role("group", name="Filters")


def choose_filter(page: Page, kind: str, *names: str) -> None:
    """Open one of the four filters, and pick in its list."""
    wait_for_calendar(page)
    filters(page).get_by_role("button", name=re.compile(f"^{kind}")).click()
    offered = page.get_by_role("dialog", name=kind)
    for name in names:
        role = "checkbox" if kind == "Status" else "button"
        offered.get_by_role(role, name=name, exact=True).click()
    if kind == "Status":
        page.keyboard.press("Escape")
    expect(offered).to_be_hidden()


def show_view(page: Page, name: str) -> None:
    """Month, Week, Day or List."""
    wait_for_calendar(page)
    page.get_by_role("radiogroup", name="View").get_by_role("radio", name=name).click()


def named(on: date) -> str:
    """A date as pages say it: Tuesday 1 June."""
    return f"{on:%A} {on.day} {on:%B}"


def next_month(day: int) -> date:
    """That day of the month after this one: late enough to be free, whatever time it is."""
    this_month = datetime.now(LISBON).date().replace(day=1)
    return (this_month + timedelta(days=31)).replace(day=day)


class Wizard:
    """New Booking: the dialog with its four steps."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.dialog = page.get_by_role("dialog", name=re.compile("^New booking"))
        self.next = self.dialog.get_by_role("button", name="Next")
        self.create = self.dialog.get_by_role("button", name="Create booking")
        self.name = self.dialog.get_by_role("textbox", name="Customer name")
        self.search = self.dialog.get_by_role("combobox", name="Search contacts")
        self.times = self.dialog.get_by_role("region", name="Times")

    def open(self) -> "Wizard":
        """By its button."""
        wait_for_calendar(self._page)
        self._page.get_by_role("button", name="New Booking").click()
        expect(self.dialog).to_be_visible()
        return self

    def choice(self, name: str) -> Locator:
        """Something to pick: a service, a location, a time, a provider, a conversation."""
        return self.dialog.get_by_role("radio", name=name)

    def pick(self, name: str) -> None:
        """Pick it, and see that it is."""
        self.choice(name).click()
        expect(self.choice(name)).to_be_checked()

    def step(self, name: str) -> Locator:
        """Where one is, if it is there."""
        bars = self.dialog.get_by_role("list", name="Steps")
        return bars.locator("[aria-current=step]").filter(has_text=name)

    def go_on(self, to: str) -> None:
        """Next, to the step of that name."""
        self.next.click()
        expect(self.step(to)).to_be_attached()

    def day(self, on: date) -> Locator:
        """A day of the month on the screen."""
        return self.dialog.get_by_role("button", name=re.compile(f"^{named(on)},"))

    def leaf_to(self, on: date) -> None:
        """To the month of a day that is not over yet."""
        month = self.dialog.get_by_role("grid")
        expect(month).to_be_visible()
        while (shown := month.get_attribute("aria-label")) != f"{on:%B %Y}":
            self.dialog.get_by_role("button", name="Later month").click()
            expect(month).not_to_have_accessible_name(shown or "")

    def turn_to(self, on: date) -> None:
        """Leaf to a day, and pick it."""
        self.leaf_to(on)
        self.day(on).click()
        expect(self.times.get_by_role("heading", name=named(on))).to_be_visible()

    def come_to_times(self, service: str, on: date) -> None:
        """To the second step, at that day."""
        self.pick(service)
        self.go_on("Date & time")
        self.turn_to(on)

    def come_to_customer(self, service: str, on: date, slot: str) -> None:
        """To the last step, with the first provider who is free."""
        self.come_to_times(service, on)
        self.pick(slot)
        self.go_on("Provider")
        self.go_on("Customer")
