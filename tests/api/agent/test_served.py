"""Agents at a desk as it is started, with several workers: a conversation, a crowd, README."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Barrier

import httpx
import pytest

from benchmarks.desk import Desk, running_desk
from bookings_app.db.booking_tables import BookingRow
from bookings_app.domain.access import ActorKind
from bookings_app.domain.errors import SlotTaken
from bookings_app.usecases.bookings import create_booking
from bookings_app.usecases.keys import list_keys, revoke_key
from tests import bookings
from tests.agent import ANA, WHATSAPP, Agent, booking_of, key_of_agent
from tests.api.v1.program import wanted
from tests.bookings import insist_that_all_is_well, stored
from tests.cli import commands
from tests.databases import free_port
from tests.factories import ADMIN, given_team

README = Path(__file__).parents[3] / "README.md"
HERD = 50
TAKEN = "slot_taken"


def next_monday() -> date:
    """The first one that is surely still to come."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=14 - today.weekday())


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    """Two workers without pages."""
    flags = ["--no-frontend", "--workers", "2"]
    log = tmp_path / "log"
    with running_desk(
        port=free_port(), log=log, flags=flags, BOOKINGS_DATABASE_URL=database
    ) as running:
        yield running


def test_a_conversation_goes_on_whichever_worker_answers(desk: Desk) -> None:
    team, caller = given_team(), Agent(key_of_agent(), url=desk.url)
    monday = next_monday().isoformat()

    (service,) = caller.call("list_services")["services"]
    asked = {"service_id": service["id"], "location_id": service["location_ids"][0]}
    first, second, *_ = caller.call("find_slots", **asked, first_date=monday)["slots"]
    made = caller.call(
        "create_booking",
        **asked,
        conversation=WHATSAPP,
        customer=ANA,
        provider_id=team.provider_id,
        starts_at=first["starts_at"],
    )["booking"]
    for _ in range(8):
        (listed,) = caller.call("list_bookings", conversation=WHATSAPP)["bookings"]
        assert (listed["booking_id"], listed["source"]) == (made["booking_id"], "ai_agent")
    moved = caller.call(
        "reschedule_booking",
        conversation=WHATSAPP,
        booking_id=made["booking_id"],
        starts_at=second["starts_at"],
    )["booking"]
    cancelling = {"conversation": WHATSAPP, "booking_id": moved["booking_id"], "reason": "Flu"}
    assert caller.call("cancel_booking", **cancelling)["booking"]["status"] == "cancelled"
    caller.call("cancel_booking", **cancelling).refused("transition_not_allowed")

    revoke_key(list_keys(by=ADMIN)[0].id, by=ADMIN, now=datetime.now(UTC))
    headers = {"Accept": "application/json"}
    for _ in range(8):
        assert caller.send("POST", json={}, headers=headers).status_code == 401


def test_of_fifty_through_all_doors_one_books_and_all_others_hear_that_it_is_taken(
    desk: Desk, database: str
) -> None:
    team = given_team()
    # 09:30 in Madrid, winter and summer.
    starts_at = datetime.combine(next_monday(), time(9), UTC).replace(minute=30)
    agent = Agent(key_of_agent(), url=desk.url)
    website = key_of_agent("bookings:write", kind=ActorKind.API_KEY)
    together = Barrier(HERD)

    def by_screen(_: int) -> str:
        try:
            new = bookings.wanted(team, starts_at)
            return create_booking(new, by=ADMIN, now=datetime.now(UTC)).id
        except SlotTaken as taken:
            return taken.code

    def by_rest(_: int) -> str:
        answer = httpx.post(
            f"{desk.url}/api/v1/bookings",
            json=wanted(team, starts_at),
            headers={"Authorization": f"Bearer {website}"},
            timeout=30,
        )
        said = answer.json()
        return said["id"] if answer.status_code == httpx.codes.CREATED else said["code"]

    def by_agent(number: int) -> str:
        asked = booking_of(
            team,
            starts_at,
            conversation={"channel": "web", "external_id": f"visitor-{number}"},
            customer={"name": f"Visitor {number}", "phone": f"+34 600 111 {number:03}"},
        )
        said = agent.call("create_booking", **asked)
        return said.answer["code"] if said.is_refusal else said["booking"]["booking_id"]

    def book(number: int) -> str:
        together.wait()
        return (by_screen, by_rest, by_agent)[number % 3](number)

    with ThreadPoolExecutor(HERD) as herd:
        answers = list(herd.map(book, range(HERD)))

    (booking,) = stored(BookingRow)
    assert sorted(answers) == sorted([booking["id"], *[TAKEN] * (HERD - 1)])
    insist_that_all_is_well(database)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_agent_is_connected_as_the_readme_says(desk: Desk, database: str) -> None:
    given_team()
    section = README.read_text().split("\n## AI agents\n")[1].split("\n## ")[0]
    (command,) = re.findall(r"```sh\n(.*?)\n```", section, re.DOTALL)
    (settings,) = re.findall(r"```json\n(.*?)\n```", section, re.DOTALL)

    words = command.split("#")[0].split()
    path = Path(database.removeprefix("sqlite:///"))
    secret = commands.bookings(*words[1:], database=path).out.strip()
    server = json.loads(settings.replace("bookings_key_…", secret))["mcpServers"]["bookings"]
    assert server["url"] == "http://localhost:3000/mcp"
    url = server["url"].removesuffix("/mcp").replace("http://localhost:3000", desk.url)
    token = server["headers"]["Authorization"].removeprefix("Bearer ")
    connected = Agent(token, url=url)

    assert len(connected.tools()) == 10
    (service,) = connected.call("list_services")["services"]
    assert service["name"] == "Haircut"
