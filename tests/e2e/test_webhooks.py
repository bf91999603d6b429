"""Webhooks: an administrator has another program told, and sees what it was told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.team import Team, Week
from tests.receiver import Handler, receiver
from tests.webhooks import Heard, verified

SignIn = Callable[..., Page]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@dataclass
class Moods:
    """Answers with these statuses, one after the other, and the last for ever."""

    statuses: list[int] = field(default_factory=lambda: [204])

    def __call__(self, handler: Handler, heard: Heard) -> None:
        del heard
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        handler.answer(status, b"" if status == 204 else b"out of order")


def add_webhook(page: Page, url: str, name: str) -> str:
    """Fill in the form, and read the secret that is shown."""
    page.get_by_role("button", name="Add a webhook").click()
    form = page.get_by_role("dialog", name="Add a webhook")
    form.get_by_label("Address").fill(url)
    form.get_by_label("Name").fill(name)
    form.get_by_role("button", name="Add", exact=True).click()
    shown = page.get_by_role("dialog", name="Copy this secret")
    secret = shown.get_by_label("The secret").input_value()
    shown.get_by_role("button", name="Done").click()
    expect(shown).to_be_hidden()
    return secret


def row(page: Page, name: str) -> Locator:
    """What the list says of a webhook."""
    return page.get_by_role("table", name="Webhooks").get_by_role("row").filter(has_text=name)


def open_log(page: Page, name: str) -> Locator:
    """The deliveries to a webhook."""
    page.get_by_role("button", name=f"Deliveries to {name}").click()
    return page.get_by_role("dialog", name="Deliveries")


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    sign_in: SignIn, team: Team
) -> None:
    page = sign_in(team.admin, "/settings/webhooks")

    page.get_by_role("button", name="Add a webhook").click()
    form = page.get_by_role("dialog", name="Add a webhook")
    form.get_by_label("Address").fill("example.com/hook")
    for box in form.get_by_role("checkbox").all():
        box.uncheck()
    form.get_by_role("button", name="Add", exact=True).click()

    expect(form.get_by_role("alert")).to_have_text(
        ["Enter an address that begins with https://", "Choose at least one event."]
    )
    expect(form.get_by_label("Address")).to_have_value("example.com/hook")


def test_a_booking_is_told_signed_with_the_secret_that_was_shown_once(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    page = sign_in(team.admin, "/settings/webhooks")
    with receiver() as there:
        secret = add_webhook(page, there.url, "Till")
        team.book(week.at(1, "10:00"), customer="Ana Ruiz")
        (heard,) = there.wait_for(1)
        told = verified(heard, secret)

        log = open_log(page, "Till")
        log.get_by_role("button", name="Send a test").click()
        expect(log.get_by_role("status")).to_have_text("It was heard: the answer is 204.")
        assert verified(there.wait_for(2)[-1], secret)["type"] == "webhook.test"
        expect(log.get_by_role("listitem")).to_contain_text("booking.created")
        expect(log.get_by_role("link")).to_have_text(told["data"]["booking"]["reference"])
        expect(log.get_by_text("Delivered")).to_be_visible(timeout=30_000)
        log.get_by_role("button", name=re.compile("^Replay booking.created")).click()
        first, _, again = there.wait_for(3)

    assert told["type"] == "booking.created"
    assert told["data"]["booking"]["customer"]["name"] == "Ana Ruiz"
    assert first.id == again.id
    page.reload()
    expect(page.get_by_text(secret)).to_have_count(0)
    remove(page, "Till")


def test_one_that_fails_says_so_and_is_told_in_the_end(
    sign_in: SignIn, team: Team, week: Week
) -> None:
    page = sign_in(team.admin, "/settings/webhooks")
    moods = Moods([500, 500, 204])
    with receiver(moods) as there:
        add_webhook(page, there.url, "Moody")
        team.book(week.at(1, "10:00"))
        there.wait_for(1)
        page.reload()
        expect(row(page, "Moody")).to_contain_text(re.compile("Failed last|Active"))
        there.wait_for(3)

        log = open_log(page, "Moody")
        expect(log.get_by_text("Delivered")).to_be_visible(timeout=30_000)
        log.get_by_text("Message and answer").click()
        expect(log.get_by_label("Message", exact=True)).to_contain_text("booking.created")
        page.keyboard.press("Escape")
    remove(page, "Moody")


def remove(page: Page, name: str) -> None:
    """By the form of its row, and the question."""
    page.get_by_role("table", name="Webhooks").get_by_role(
        "button", name=re.compile(f"^{name}")
    ).click()
    page.get_by_role("button", name="Remove").click()
    question = page.get_by_role("dialog", name="Remove the webhook?")
    question.get_by_role("button", name="Remove").click()
    expect(row(page, name)).to_have_count(0)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_one_is_paused_goes_on_gets_another_secret_and_is_removed(
    sign_in: SignIn, team: Team, week: Week, options: dict[str, object]
) -> None:
    page = sign_in(team.admin, "/settings/webhooks", **options)
    with receiver() as there:
        first = add_webhook(page, there.url, "Mailer")
        page.get_by_role("button", name=re.compile("^Mailer")).first.click()
        page.get_by_role("button", name="Pause").click()
        expect(row(page, "Mailer")).to_contain_text("Paused")
        team.book(week.at(1, "10:00"))

        page.get_by_role("button", name=re.compile("^Mailer")).first.click()
        page.get_by_role("button", name="New secret").click()
        shown = page.get_by_role("dialog", name="Copy this secret")
        second = shown.get_by_label("The secret").input_value()
        page.keyboard.press("Escape")
        page.get_by_role("button", name=re.compile("^Mailer")).first.click()
        page.get_by_role("button", name="Go on").click()
        expect(row(page, "Mailer")).to_contain_text("Active")
        (heard,) = there.wait_for(1)

    assert first != second
    assert verified(heard, first) == verified(heard, second)
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    remove(page, "Mailer")


def test_managers_have_no_such_page(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.manager, "/settings")

    expect(page.get_by_role("link", name="Workspace")).to_be_visible()
    expect(page.get_by_role("link", name="Webhooks")).to_have_count(0)
