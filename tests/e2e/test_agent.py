"""What an AI agent does in a conversation is on every open page at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.agent import Agent, key_of_agent
from tests.e2e.desk import Desk
from tests.e2e.screens import block, counted, details, messages, wait_for_calendar
from tests.e2e.team import Team, Week
from tests.e2e.watching import watch_navigations

SignIn = Callable[..., Page]

WHATSAPP = {"channel": "whatsapp", "external_id": "+351911000111"}
A_SECOND = 1_000


@pytest.fixture
def agent(desk: Desk, team: Team) -> Agent:
    """An agent with a key, connected as any other."""
    del team  # it has opened the database
    return Agent(key_of_agent(), url=desk.url)


def test_each_step_of_a_conversation_is_on_the_open_page_within_a_second(
    sign_in: SignIn, team: Team, week: Week, agent: Agent
) -> None:
    page = sign_in(team.manager, f"/bookings?date={week.monday}")
    wait_for_calendar(page)
    navigations = watch_navigations(page)
    asked = {"service_id": team.haircut, "location_id": team.old_town}

    found = agent.call(
        "find_slots", **asked, first_date=week.day(1).isoformat(), provider_id=team.ben, limit=5
    )
    made = agent.call(
        "create_booking",
        **asked,
        provider_id=team.ben,
        starts_at=found["slots"][0]["starts_at"],
        conversation=WHATSAPP,
        customer={"name": "Rosa Lima", "phone": "+351 911 000 111"},
    )["booking"]
    expect(block(page, "Rosa Lima")).to_be_visible(timeout=A_SECOND)
    expect(messages(page)).to_contain_text("Assistant booked Haircut for Rosa Lima")
    block(page, "Rosa Lima").click()
    expect(details(page)).to_contain_text("AI Agent")
    expect(details(page)).to_contain_text("WhatsApp")
    page.keyboard.press("Escape")
    expect(details(page)).to_be_hidden()

    moved = agent.call(
        "reschedule_booking",
        conversation=WHATSAPP,
        booking_id=made["booking_id"],
        starts_at=found["slots"][4]["starts_at"],
    )["booking"]
    expect(block(page, "Rosa Lima")).to_have_count(2, timeout=A_SECOND)
    expect(counted(page, "Rescheduled")).to_have_text("Rescheduled1")
    expect(counted(page, "Confirmed")).to_have_text("Confirmed1")

    agent.call(
        "cancel_booking",
        conversation=WHATSAPP,
        booking_id=moved["booking_id"],
        reason="The customer is ill",
    )
    cancelled = block(page, "Rosa Lima").filter(has_text="Cancelled")
    expect(cancelled).to_be_visible(timeout=A_SECOND)
    cancelled.click()
    expect(details(page)).to_contain_text("AI Agent")
    expect(details(page)).to_contain_text("The customer is ill")
    expect(details(page)).to_contain_text("Cancelled by Assistant")
    assert navigations == []
