"""What a new team sees of its own desk, from the printed address to the last of the first steps."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.team import PASSWORD


class FirstRun:
    """The page behind the printed address."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        expect(page.get_by_role("heading", name="A new workspace")).to_be_visible()
        self.password = page.get_by_label("Password")
        self.begin = page.get_by_role("button", name="Begin")

    def fill_in(
        self,
        *,
        team: str = "Riverside",
        name: str = "Mara Cole",
        email: str = "mara@example.com",
        zone: str = "",
    ) -> None:
        """All but the password; the browser's zone stays where none is named."""
        self.page.get_by_label("What is your team called?").fill(team)
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("E-mail").fill(email)
        if zone:
            self.page.get_by_label("Time zone").fill(zone)

    def send(self, password: str = PASSWORD) -> None:
        """With a password."""
        self.password.fill(password)
        self.begin.click()


class FirstSteps:
    """The list of four, one of them open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.list = page.get_by_role("list", name="First steps")

    def step(self, title: str) -> Locator:
        """One of them."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.list.get_by_role("listitem").filter(has=heading)

    def expect_open(self, title: str) -> None:
        """Its form is there, and no other."""
        expect(self.list.locator("[aria-current=step]")).to_have_count(1)
        expect(self.step(title)).to_have_attribute("aria-current", "step")

    def expect_made(self, title: str, made: str) -> None:
        """It is ticked, and says what was made."""
        expect(self.step(title)).to_contain_text(f"Done: {made}")

    def add_location(self, name: str, *, zone: str = "") -> None:
        """The first one."""
        self.expect_open("A location")
        self.page.get_by_label("Name").fill(name)
        if zone:
            self.page.get_by_label("Time zone").fill(zone)
        self.page.get_by_role("button", name="Add the location").click()

    def add_service(self, name: str) -> None:
        """With what is proposed."""
        self.expect_open("A service")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Add the service").click()

    def add_myself(self) -> None:
        """Whoever sits here is the provider."""
        self.expect_open("A provider")
        self.page.get_by_role("checkbox", name="I take bookings myself").click()
        expect(self.page.get_by_label("Name")).to_have_value("Mara Cole")
        self.page.get_by_role("button", name="Add the provider").click()

    def save_hours(self) -> None:
        """As proposed: weekdays from nine to five."""
        self.expect_open("Weekly hours")
        self.page.get_by_role("button", name="Save the hours").click()
