"""README, "REST": booking by curl in three calls, exactly as it is written there."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.desk import running_desk
from tests.cli.commands import bookings
from tests.databases import free_port
from tests.factories import given_team

README = Path(__file__).parents[2] / "README.md"
MONDAY = 0


@pytest.fixture
def desk(sqlite_database: str, tmp_path: Path) -> Iterator[str]:
    """The address of a desk with a team and without pages."""
    flags = ["--no-frontend"]
    log = tmp_path / "log"
    with running_desk(
        port=free_port(), log=log, flags=flags, BOOKINGS_DATABASE_URL=sqlite_database
    ) as running:
        yield running.url


def calls() -> list[str]:
    """The curl commands of the section."""
    section = README.read_text().split("\n## REST\n")[1].split("\n## ")[0]
    (block,) = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return [part for part in block.split("\n\n") if "curl" in part]


def run(command: str, values: dict[str, str]) -> Any:
    """What a command of the shell prints, read as JSON."""
    command = command.replace("curl ", "curl --silent --show-error --fail-with-body ")
    done = subprocess.run(
        ["bash", "-c", command],
        check=True,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], **values},
    )
    return json.loads(done.stdout)


def next_monday(today: date) -> date:
    """The first Monday that is surely still to come."""
    return today + timedelta(days=7 + (MONDAY - today.weekday()) % 7)


def test_three_calls_book_and_the_third_again_books_nothing_more(
    desk: str, sqlite_database: str
) -> None:
    team = given_team()
    path = Path(sqlite_database.removeprefix("sqlite:///"))
    words = ("--name", "Website", "--scope", "bookings:write")
    key = bookings("key", "add", "--kind", "api", *words, database=path).out.strip()
    values = {"DESK": f"{desk}/api/v1", "KEY": key}
    services, slots, book = calls()

    (service,) = run(services, values)["items"]
    values |= {"SERVICE": service["id"], "LOCATION": service["location_ids"][0]}
    values["DATE"] = next_monday(datetime.now(UTC).date()).isoformat()
    slot = run(slots, values)["slots"][0]
    values |= {"START": slot["starts_at"], "PROVIDER": slot["providers"][0]["id"]}
    booking = run(book, values)

    assert (booking["status"], booking["source"]) == ("confirmed", "api")
    assert booking["provider"]["id"] == team.provider_id
    assert booking["starts_at"] == slot["starts_at"]
    assert run(book, values) == booking
