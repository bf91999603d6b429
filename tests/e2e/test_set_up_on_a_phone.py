"""The set-up on a phone: nothing is wider than it, and a thumb hits everything."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bookings_app.domain.access import Role
from tests.e2e.team import Team

SignIn = Callable[..., Page]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# A field's own border is not part of it.
LEAST = 42

# What can be pressed or written into, where the page or its dialog is, and how high it is with
# what belongs to it: the label that is pressed instead, and the row that is.
TOO_SMALL = """least => {
  const whole = document.querySelector("[role=dialog]") ?? document.querySelector("main");
  const pressed = "button, a[href], input:not([type=hidden]), select, textarea, [role=combobox]";
  const around = (each) => each && [each, ...around(each.parentElement?.closest("label"))] || [];
  const labels = (each) => [...around(each.closest("label")), ...(each.labels ?? [])];
  const row = (each) => each.matches(".row-link") ? each.closest("tr") : null;  // it lies over all
  return [...whole.querySelectorAll(pressed)]
    .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((each) => !each.closest("[aria-hidden=true]") && each.getBoundingClientRect().width > 1)
    .filter((each) => ![each, row(each), ...labels(each)].some((one) => one?.offsetHeight >= least))
    .map((each) => `${each.offsetHeight}: ${each.outerHTML.slice(0, 200)}`);
}"""

# What is there once a page is, and what opens a dialog of it.
PLACES = {
    "/scheduling/services": ("Haircut", "", "New service"),
    "/scheduling/locations": ("Old Town", "", "New location", "New closure"),
    "/scheduling/providers": ("Ines", "", "New provider"),
    "/scheduling/hours?provider={provider}": ("Resulting week", "", "Add an exception"),
    "/settings": ("Weeks start on", ""),
    "/settings/members": ("Theo Thumb", "", "Invite a member"),
    "/settings/members?member={member}": ("Deactivate", ""),
    "/settings/import": ("Import", ""),
    "/setup": ("What else there is", ""),
}


@pytest.mark.parametrize("address", PLACES)
def test_it_fits_and_everything_is_as_large_as_a_thumb(
    sign_in: SignIn, team: Team, address: str
) -> None:
    offer = team.offer("Facial")
    member_id, _ = team.add_member(Role.MANAGER, name="Theo Thumb")
    place = address.format(provider=offer.provider_id, member=member_id)
    shown, *openers = PLACES[address]
    for opener in openers:
        page = sign_in(team.admin, place, **PHONE)
        expect(page.get_by_text(shown).first).to_be_visible()
        if opener:
            page.get_by_role("button", name=opener).first.tap()
            expect(page.get_by_role("dialog")).to_be_visible()

        assert page.evaluate(TOO_SMALL, LEAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
