"""Following links that work once, as a browser's form does."""

from datetime import UTC, datetime

import pytest

from bookings_app.domain.access import Role
from bookings_app.domain.member import Invitation
from bookings_app.usecases import links
from bookings_app.usecases.members import list_members
from bookings_app.usecases.workspace import workspace
from tests.api.browser import browser
from tests.factories import ADMIN
from tests.members import given_member

pytestmark = pytest.mark.usefixtures("sqlite_database")

PASSWORD = "harbour-violet-17"


def now() -> datetime:
    """What the door reads, too: links are looked at by the real clock."""
    return datetime.now(UTC)


def invited(role: Role = Role.MANAGER) -> str:
    """An invitation of today; its token."""
    new = Invitation("nora@example.com", "Nora Quinn", role)
    return links.invite_member(new, by=ADMIN, now=now())


def test_joining_signs_in_and_says_where_to_go() -> None:
    client = browser()

    answer = client.post("/auth/join", data={"token": invited(), "password": PASSWORD})

    assert answer.json() == {"next": "/bookings"}
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert answer.headers["cache-control"] == "no-store"


def test_what_cannot_be_taken_is_named_field_by_field_and_the_link_still_works() -> None:
    token = invited()
    client = browser()

    refused = client.post("/auth/join", data={"token": token, "password": "short", "name": "\x00"})

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["name", "password"]
    assert "set-cookie" not in refused.headers
    again = client.post("/auth/join", data={"token": token, "password": PASSWORD})
    assert again.status_code == 200


def test_a_link_that_does_not_work_is_said_to_and_signs_nobody_in() -> None:
    for data in ({}, {"token": "x", "password": PASSWORD}, {"token": "x" * 10_000}):
        answer = browser().post("/auth/join", data=data)

        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers


def test_another_site_follows_no_link() -> None:
    token = invited()

    answer = browser().post(
        "/auth/join",
        data={"token": token, "password": PASSWORD},
        headers={"Origin": "https://elsewhere.example"},
    )

    assert answer.status_code == 403
    assert list_members(by=ADMIN) == []


def test_the_first_run_names_the_workspace_and_makes_its_administrator() -> None:
    token = links.link_for_first_run(now=now())
    asked = {
        "token": token,
        "workspace_name": "Riverside",
        "time_zone": "Europe/Madrid",
        "name": "Mara Cole",
        "email": "mara@example.com",
        "password": PASSWORD,
    }

    answer = browser().post("/auth/first-run", data=asked)

    assert answer.json() == {"next": "/setup"}
    assert (workspace().name, workspace().time_zone) == ("Riverside", "Europe/Madrid")
    (member,) = list_members(by=ADMIN)
    assert (member.email, member.role) == ("mara@example.com", Role.ADMIN)
    assert browser().post("/auth/first-run", data=asked).status_code == 404


def test_everything_wrong_with_the_first_run_is_named_at_once() -> None:
    token = links.link_for_first_run(now=now())

    answer = browser().post(
        "/auth/first-run", data={"token": token, "time_zone": "Mars/Base", "password": "short"}
    )

    fields = [error["field"] for error in answer.json()["errors"]]
    assert fields == ["workspace_name", "time_zone", "email", "name", "password"]
    assert list_members(by=ADMIN) == []


def test_a_link_of_the_first_run_is_nothing_for_a_workspace_with_members() -> None:
    token = links.link_for_first_run(now=now())
    given_member()

    answer = browser().post("/auth/join", data={"token": token, "password": PASSWORD})

    assert answer.status_code == 404
