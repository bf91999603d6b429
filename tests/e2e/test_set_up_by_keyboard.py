"""The set-up by keyboard alone: closures, members, the workspace, exceptions to weekly hours."""

import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bookings_app.usecases.workspace import workspace
from tests.e2e.keyboard import hold, press, tab_to, write, write_date
from tests.e2e.screens import messages
from tests.e2e.team import Team, Week

SignIn = Callable[..., Page]


def test_a_closure_is_added_and_removed(sign_in: SignIn, team: Team, week: Week) -> None:
    name = f"Fair {secrets.token_hex(3)}"
    page = sign_in(team.manager, "/scheduling/locations")
    press(page.get_by_role("button", name="New closure"))
    sheet = page.get_by_role("dialog", name="New closure")
    write(sheet.get_by_label("Name"), name)
    write_date(sheet.get_by_label("First day"), str(week.day(1)))
    write_date(sheet.get_by_label("Last day"), str(week.day(2)))
    page.keyboard.press("Enter")

    closure = page.get_by_role("table", name="Closures").get_by_role("row").filter(has_text=name)
    expect(closure).to_be_visible()
    press(closure.get_by_role("link"))
    press(page.get_by_role("dialog", name="Closure").get_by_role("button", name="Remove"))
    press(page.get_by_role("alertdialog").get_by_role("button", name="Remove"))
    expect(closure).to_have_count(0)


def test_a_member_is_invited_and_the_invitation_taken_back(sign_in: SignIn, team: Team) -> None:
    email = f"kim-{secrets.token_hex(3)}@example.com"
    page = sign_in(team.admin, "/settings/members")
    press(page.get_by_role("button", name="Invite a member"))
    dialog = page.get_by_role("dialog")
    write(dialog.get_by_label("Name"), "Kim Keys")
    write(dialog.get_by_label("E-mail"), email)
    press(dialog.get_by_label("Role", exact=True))
    expect(page.get_by_role("option", name="Manager")).to_be_visible()
    page.keyboard.type("Man")
    page.keyboard.press("Enter")
    press(dialog.get_by_role("button", name="Make the link"))
    expect(dialog.get_by_label("The link")).not_to_have_value("")
    press(dialog.get_by_role("button", name="Done"))

    press(page.get_by_role("button", name=f"Take back the invitation of {email}"))
    press(page.get_by_role("alertdialog").get_by_role("button", name="Take back"))
    expect(page.get_by_role("main")).not_to_contain_text(email)


@pytest.mark.usefixtures("workspace_as_before")
def test_the_workspace_is_set(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.admin, "/settings")
    write(page.get_by_label("Name"), "Quiet Keys")
    press(page.get_by_role("combobox", name="Weeks start on"))
    expect(page.get_by_role("option", name="Sunday")).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    tab_to(page.get_by_role("radio", name="24 hours"))
    hold("ArrowDown", until_checked=page.get_by_role("radio", name="12 hours"))
    press(page.get_by_role("button", name="Save"))

    expect(messages(page)).to_contain_text("The workspace is saved.")
    saved = workspace()
    assert (saved.name, saved.week_starts_on, saved.clock) == ("Quiet Keys", 6, "12h")


def test_somebody_is_away_and_is_not(sign_in: SignIn, team: Team, week: Week) -> None:
    offer = team.offer("Facial")
    page = sign_in(team.manager, f"/scheduling/hours?provider={offer.provider_id}")
    press(page.get_by_role("button", name="Add an exception"))
    dialog = page.get_by_role("dialog")
    write_date(dialog.get_by_label("From"), str(week.day(0)))
    write_date(dialog.get_by_label("Until, included"), str(week.day(1)))
    write(dialog.get_by_label("Reason, for the team"), "Course by keys")
    page.keyboard.press("Enter")

    listed = page.get_by_role("region", name="Exceptions")
    expect(listed).to_contain_text("Course by keys")
    press(listed.get_by_role("button").filter(has_text="Course by keys"))
    press(page.get_by_role("dialog").get_by_role("button", name="Remove"))
    expect(listed).not_to_contain_text("Course by keys")
