"""The description of the REST door: complete, true of every answer, and readable."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bookings_app.api.app import create_app
from bookings_app.config import load_settings
from bookings_app.domain.booking import BookingStatus
from tests.api.v1.program import Program, anybody, program, served
from tests.api.v1.routes import given_everything
from tests.bookings import given_booking
from tests.webhooks import bodies, given_webhook

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

# Without the wall, which knows the hosts it serves.
DOOR = create_app(load_settings({"BOOKINGS_RATE_LIMIT": "0"}))
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", DOOR)

anything = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
)


@pytest.fixture
def known(sqlite_database: str) -> dict[str, str]:
    """The ids of one of each thing, and a key for everything."""
    del sqlite_database
    return {**given_everything().values, "secret": program("all").secret}


def send(case: Any, known: dict[str, str]) -> None:
    """Send a generated request, and hold its answer against the description."""
    headers = {"Authorization": f"Bearer {known['secret']}"}
    case.call_and_validate(headers=headers, checks=CHECKS)


@schema.parametrize()
@anything
def test_whatever_is_sent_is_answered_as_described(case: Any, known: dict[str, str]) -> None:
    send(case, known)


@schema.parametrize()
@anything
def test_whatever_is_sent_about_what_exists_is_answered_as_described(
    case: Any, known: dict[str, str]
) -> None:
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: value for name, value in known.items() if name in part})
    send(case, known)


def description() -> dict[str, Any]:
    """As a program reads it that has no key."""
    answer = Program(served(), "").get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def test_it_needs_no_key_and_names_full_paths() -> None:
    found = description()

    assert found["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1/") for path in found["paths"])
    assert {"/api/v1/slots", "/api/v1/bookings.csv", "/api/v1/bookings/{booking_id}/no-show"} <= (
        found["paths"].keys()
    )


def test_every_operation_says_how_it_refuses() -> None:
    for path, operations in description()["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            expected = {"401", "403", "422", "429"} | ({"404"} if "{" in path else set())
            expected |= {"409"} if method == "post" else set()
            expected |= {"412"} if method == "patch" else set()
            expected |= {"413", "415"} if method in {"post", "put", "patch"} else set()
            assert expected <= answers.keys(), (method, path)
            for status in expected:
                assert set(answers[status]["content"]) == {"application/problem+json"}


@pytest.mark.usefixtures("sqlite_database")
def test_what_webhooks_are_told_is_described_too() -> None:
    given_webhook()
    given_booking(status=BookingStatus.RESCHEDULED)
    found = description()
    as_described = Draft202012Validator(
        {"$ref": "#/components/schemas/Message", "components": found["components"]}
    )

    told = bodies()

    assert {message["type"] for message in told} < found["webhooks"].keys()
    assert [list(as_described.iter_errors(message)) for message in told] == [[]] * 4
    assert list(as_described.iter_errors({**told[0], "type": "booking.forgotten"})) != []
    assert list(as_described.iter_errors({**told[0], "data": {}})) != []


class _Page(HTMLParser):
    """Collects what a page would run or load, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in {"script", "img", "iframe", "style"}:
            self.loads.append(tag)
        if tag == "link":
            self.loads.append(str(named["href"]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_to_read_loads_nothing_from_elsewhere_and_runs_nothing() -> None:
    reader = Program(served(), "")
    page = _Page()
    page.feed(reader.get("/docs").text)

    assert page.loads == ["/api/v1/docs.css"]
    assert reader.get("/docs.css").headers["content-type"].startswith("text/css")
    assert set(description()["paths"]) <= set(page.words)


def test_the_page_begins_with_the_lines_of_the_readme_which_are_run_by_tests() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    page = _Page()
    page.feed(Program(served(), "").get("/docs").text)

    shown = [word for word in page.words if "bookings key add" in word and "\n" in word]
    calls, agent = shown[-2:]
    assert calls.count("curl ") == 3
    assert f"```sh\n{calls}```" in readme
    command, _, settings = agent.partition("\n\n")
    assert f"```sh\n{command}\n```" in readme
    assert f"```json\n{settings}```" in readme


@pytest.mark.usefixtures("sqlite_database")
def test_the_description_cannot_be_changed() -> None:
    for path in ("/openapi.json", "/docs"):
        assert anybody().post(path).status_code == 405
