"""Keys: an administrator lets a program in, sees what it did today, and shuts it out."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from bookings_app.domain.actor import Limits, Scope
from bookings_app.domain.customer import CustomerDetails
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.keys import look_up_key
from tests.e2e.screens import messages
from tests.e2e.team import Team, Week

SignIn = Callable[..., Page]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_a_program_is_let_in_watched_and_shut_out(
    sign_in: SignIn, team: Team, week: Week, options: dict[str, object]
) -> None:
    page = sign_in(team.admin, "/settings/keys", **options)
    name = f"Website {len(options)}"
    page.get_by_role("button", name="Add a key").click()
    form = page.get_by_role("dialog", name="Add a key")
    form.get_by_label("Name").fill(name)
    form.get_by_role("checkbox", name="Confirm bookings").check()
    form.get_by_text("Limit it to a part of the team").click()
    form.get_by_role("checkbox", name="Old Town").check()
    form.get_by_role("button", name="Make the key").click()
    shown = page.get_by_role("dialog", name="Copy this key")
    secret = shown.get_by_label("The key").input_value()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shown.get_by_role("button", name="Done").click()

    now = datetime.now(UTC)
    known = look_up_key(secret, now=now)
    assert known is not None
    assert known.actor.scopes == {
        Scope.BOOKINGS_READ,
        Scope.BOOKINGS_WRITE,
        Scope.BOOKINGS_APPROVE,
    }
    assert known.actor.limits == Limits(location_ids=frozenset({team.old_town}))
    new = NewBooking(
        service_id=team.haircut,
        location_id=team.old_town,
        provider_id=team.ben,
        starts_at=week.at(1, "10:00"),
        customer=CustomerDetails("Ana Ruiz"),
    )
    create_booking(new, by=known.actor, now=now)

    row = page.get_by_role("table", name="Keys").get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Old Town")
    row.get_by_role("button").click()
    key = page.get_by_role("dialog", name=name)
    expect(key.get_by_role("list", name="Done today")).to_contain_text("Made")
    expect(key.get_by_role("list", name="Done today")).to_contain_text("Ana Ruiz, Haircut with Ben")
    key.get_by_role("button", name="Revoke").click()
    question = page.get_by_role("dialog", name="Revoke the key?")
    question.get_by_role("button", name="Revoke").click()

    expect(messages(page)).to_contain_text(f"The key of {name} opens nothing any more.")
    expect(row).to_contain_text("Revoked")
    assert look_up_key(secret, now=datetime.now(UTC)) is None


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    sign_in: SignIn, team: Team
) -> None:
    page = sign_in(team.admin, "/settings/keys")

    page.get_by_role("button", name="Add a key").click()
    form = page.get_by_role("dialog", name="Add a key")
    form.get_by_label("Name").fill("Website")
    form.get_by_role("checkbox", name="Change the set-up").check()
    form.get_by_text("Limit it to a part of the team").click()
    form.get_by_role("checkbox", name="Old Town").check()
    form.get_by_label("Last day").fill("2020-01-31")
    form.get_by_role("button", name="Make the key").click()

    expect(form.get_by_role("alert")).to_have_text(
        [
            "A key that is limited can neither change the set-up nor manage webhooks:"
            " leave one out.",
            "The key must expire later than now.",
        ]
    )
    expect(form.get_by_label("Name")).to_have_value("Website")


def test_an_ai_agent_is_offered_what_agents_may_have(sign_in: SignIn, team: Team) -> None:
    page = sign_in(team.admin, "/settings/keys")

    page.get_by_role("button", name="Add a key").click()
    form = page.get_by_role("dialog", name="Add a key")
    form.get_by_label("Name").fill("Assistant")
    form.get_by_role("radio", name="AI agent").click()
    expect(form.get_by_role("checkbox", name="See bookings")).to_have_count(0)
    form.get_by_role("checkbox", name="Phones and e-mails in full").check()
    form.get_by_role("button", name="Make the key").click()
    secret = page.get_by_label("The key").input_value()

    known = look_up_key(secret, now=datetime.now(UTC))
    assert known is not None
    assert (known.actor.kind, known.actor.scopes) == ("ai_agent", {Scope.CONTACTS_PII})
