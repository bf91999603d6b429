"""A page used by the keyboard alone."""

import pytest
from playwright.sync_api import Locator, expect

# As far as it takes: other tests make providers, each with a box.
_STOPS = 400


def tab_to(wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(_STOPS):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        wanted.page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {wanted}")


def press(wanted: Locator, key: str = "Enter") -> None:
    """Go there, and press a key."""
    tab_to(wanted)
    wanted.page.keyboard.press(key)


def hold(key: str, *, until_checked: Locator) -> None:
    """Keep a key down until it has chosen, as a finger does.

    Radio buttons choose a moment after the key goes down, and only while it is down.
    """
    keyboard = until_checked.page.keyboard
    keyboard.down(key)
    expect(until_checked).to_be_checked()
    keyboard.up(key)


def write(wanted: Locator, text: str) -> None:
    """Go there, and type."""
    tab_to(wanted)
    wanted.page.keyboard.press("Control+A")
    wanted.page.keyboard.type(text)


def write_date(wanted: Locator, day: str) -> None:
    """Go there, and type month, day and year as this browser asks for them."""
    tab_to(wanted)
    year, month, date = day.split("-")
    wanted.page.keyboard.type(f"{month}{date}{year}")
    expect(wanted).to_have_value(day)
