"""Members: invited by a link, linked to a provider, signed out everywhere when they leave."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from bookings_app.domain.access import Role
from tests.e2e.screens import messages
from tests.e2e.team import Team
from tests.e2e.watching import Complaints

SignIn = Callable[..., Page]

NEW_PASSWORD = "harbour-violet-77"


def test_whoever_is_invited_as_a_provider_joins_and_sees_their_own_day(
    sign_in: SignIn, context_of: Callable[..., BrowserContext], team: Team
) -> None:
    offer = team.offer("Facial")
    page = sign_in(team.admin, f"/scheduling/hours?provider={offer.provider_id}")
    page.get_by_role("link", name="Invite them").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_have_value(offer.providers[0])
    expect(dialog.get_by_label("Which provider they are")).to_have_value(offer.provider_id)
    email = f"ines-{offer.provider_id[:8]}@example.com"
    dialog.get_by_role("button", name="Make the link").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Enter an e-mail address.")
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_role("button", name="Make the link").click()
    link = dialog.get_by_label("The link").input_value()
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("main")).to_contain_text(email)

    joining = context_of().new_page()
    joining.goto(link)
    joining.get_by_label("Password").fill(NEW_PASSWORD)
    joining.keyboard.press("Enter")
    expect(joining).to_have_url(re.compile("/today"))
    again = context_of().new_page()
    again.goto(link)
    expect(again.get_by_role("heading", name="This link does not work")).to_be_visible()


def test_whoever_is_deactivated_loses_the_page_that_is_open(sign_in: SignIn, team: Team) -> None:
    _, email = team.add_member(Role.MANAGER, name="Theo Leaving")
    theirs = sign_in(email, "/contacts")
    expect(theirs.get_by_role("heading", name="Contacts")).to_be_visible()
    page = sign_in(team.admin, "/settings/members")

    page.get_by_role("button", name="Theo Leaving").click()
    page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    asked = page.get_by_role("alertdialog", name="Deactivate Theo Leaving?")
    expect(asked).to_contain_text("signed out everywhere at once")
    expect(asked.get_by_role("button", name="Keep it as it is")).to_be_focused()
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(page.get_by_role("button", name="Deactivate")).to_be_focused()
    page.keyboard.press("Enter")
    asked.get_by_role("button", name="Deactivate").click()

    expect(messages(page)).to_contain_text("was signed out everywhere")
    expect(theirs).to_have_url(re.compile("/login"))


def test_a_forgotten_password_is_replaced_by_a_link(
    sign_in: SignIn,
    context_of: Callable[..., BrowserContext],
    team: Team,
    complaints: Complaints,
) -> None:
    complaints.expect("422")
    member_id, _ = team.add_member(Role.MANAGER, name="Theo Forgets")
    page = sign_in(team.admin, f"/settings/members?member={member_id}")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Link for a new password").click()
    link = dialog.get_by_label("The link").input_value()

    theirs = context_of().new_page()
    theirs.goto(link)
    theirs.get_by_label("Password").fill("short")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("alert")).to_contain_text("12")
    theirs.get_by_label("Password").fill(NEW_PASSWORD)
    theirs.keyboard.press("Enter")

    expect(theirs.get_by_role("button", name="Signed in as Theo Forgets")).to_be_visible()


def test_an_email_that_was_mistyped_is_corrected(sign_in: SignIn, team: Team) -> None:
    member_id, _ = team.add_member(Role.MANAGER, name="Theo Mistyped")
    page = sign_in(team.admin, f"/settings/members?member={member_id}")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(team.manager.upper())
    dialog.get_by_label("Name").fill("Theo Right")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("Somebody signs in with this e-mail already.")
    expect(dialog.get_by_label("Name")).to_have_value("Theo Right")

    email = f"right-{member_id[:8]}@example.com"
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_role("button", name="Save").click()

    expect(page.get_by_role("row", name="Theo Right")).to_contain_text(email)
    expect(sign_in(email).get_by_role("button", name="Signed in as Theo Right")).to_be_visible()


def test_an_invitation_works_no_more_once_it_was_taken_back(
    sign_in: SignIn,
    context_of: Callable[..., BrowserContext],
    team: Team,
) -> None:
    page = sign_in(team.admin, "/settings/members")
    page.get_by_role("button", name="Invite a member").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("tom-back@example.com")
    dialog.get_by_label("Name").fill("Tom Back")
    dialog.get_by_label("Role", exact=True).click()
    page.get_by_role("option", name="Manager").click()
    dialog.get_by_role("button", name="Make the link").click()
    link = dialog.get_by_label("The link").input_value()
    dialog.get_by_role("button", name="Done").click()

    page.get_by_role("button", name="Take back the invitation of tom-back@example.com").click()
    asked = page.get_by_role("alertdialog", name="Take back the invitation of Tom Back?")
    asked.get_by_role("button", name="Take back").click()

    expect(page.get_by_role("main")).not_to_contain_text("tom-back@example.com")
    joining = context_of().new_page()
    joining.goto(link)
    expect(joining.get_by_role("heading", name="This link does not work")).to_be_visible()


def test_whoever_may_not_look_after_members_is_told_so_and_led_back(
    sign_in: SignIn, team: Team
) -> None:
    for email, address, words in (
        (team.manager, "members", "Members are for administrators."),
        (team.manager, "keys", "Keys are for administrators."),
        (team.manager, "webhooks", "Webhooks are for administrators."),
        (team.ben_signs_in_as, "import", "Importing is for administrators and managers."),
    ):
        page = sign_in(email, f"/settings/{address}")

        expect(page.get_by_role("heading", name=words)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
        expect(messages(page)).to_be_empty()
        page.get_by_role("link", name="Back to Settings").click()
        expect(page.get_by_role("heading", name="Workspace")).to_be_visible()
        expect(messages(page)).to_be_empty()
