"""The sign-in form: what it sets, where it leads, and from where it is taken."""

from datetime import UTC, datetime

import pytest

from bookings_app.domain.access import Role
from bookings_app.usecases.sessions import find_session
from tests.api.browser import LOCAL, SECURE_COOKIE, browser, send_sign_in, signed_in_browser
from tests.factories import given_provider
from tests.members import HOME, PASSWORD, given_member

PUBLIC = "https://book.example.com"


def stands(token: str) -> bool:
    """Whether a session stands right now: the routes read the clock."""
    return find_session(token, now=datetime.now(UTC)) is not None


@pytest.fixture(autouse=True)
def _somebody_signs_in_here(sqlite_database: str) -> None:
    given_member()


@pytest.mark.parametrize("public_url", [LOCAL, PUBLIC, "http://127.0.0.1:3000"])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(public_url: str) -> None:
    answer = send_sign_in(browser(public_url))

    assert answer.status_code == 303
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-session=")
    assert {each.lower() for each in attributes} == {
        "httponly",
        "secure",
        "path=/",
        "samesite=lax",
        "max-age=2592000",
    }


def test_on_plain_http_browsers_would_drop_a_secure_cookie() -> None:
    answer = send_sign_in(browser("http://desk.lan:3000"))

    assert answer.headers["set-cookie"].startswith("session=")
    assert "secure" not in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("going", "goes"),
    [
        ("/scheduling/bookings?view=week&status=pending,no_show", None),
        ("", "/bookings"),
        ("bookings", "/bookings"),
        ("//evil.example", "/bookings"),
        ("/\\evil.example", "/bookings"),
        ("/\t/evil.example", "/bookings"),
        ("/book\\ings", "/bookings"),
        ("/ings\r\nSet-Cookie: a=b", "/bookings"),
        ("https://evil.example", "/bookings"),
        ("javascript:alert(1)", "/bookings"),
    ],
)
def test_one_goes_where_one_was_going_but_never_elsewhere(going: str, goes: str | None) -> None:
    answer = send_sign_in(browser(), next=going)

    assert answer.status_code == 303
    assert answer.headers["location"] == (goes or going)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("role", "going", "goes"),
    [
        (Role.PROVIDER, "", "/today"),
        (Role.PROVIDER, "/bookings?booking=1", "/bookings?booking=1"),
        (Role.PROVIDER, "//evil.example", "/today"),
        (Role.MANAGER, "", "/bookings"),
    ],
)
def test_providers_land_on_their_day_unless_they_were_going_elsewhere(
    role: Role, going: str, goes: str
) -> None:
    given_member(email="ben@example.com", role=role, provider_id=given_provider())

    answer = send_sign_in(browser(), "ben@example.com", next=going)

    assert answer.headers["location"] == goes


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("mara@example.com", "wrong"),
        ("nobody@example.com", PASSWORD),
        ("", ""),
        ("mara@example.com", "\x00"),
        ("ma\x00ra@example.com", PASSWORD),
    ],
)
def test_every_refusal_looks_alike_and_repeats_nothing(email: str, password: str) -> None:
    answer = send_sign_in(browser(), email, password, next="/contacts")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?refused=1&next=%2Fcontacts"
    assert "set-cookie" not in answer.headers


def test_fields_that_are_missing_or_files_are_refused_too() -> None:
    client = browser()

    assert client.post("/auth/sign-in").headers["location"] == "/login?refused=1"
    file = client.post("/auth/sign-in", files={"email": b"mara@example.com"})
    assert file.status_code == 422
    assert file.json()["code"] == "invalid"


def test_too_many_failures_ask_to_wait_even_with_the_right_password() -> None:
    for _ in range(5):
        send_sign_in(browser(), password="wrong")

    answer = send_sign_in(browser())

    assert answer.headers["location"] == "/login?wait=1"
    assert send_sign_in(browser(address="198.51.100.9")).headers["location"] == "/bookings"


def test_behind_a_proxy_on_this_machine_the_address_it_names_counts() -> None:
    def attempt(forwarded: str) -> str:
        client = browser(PUBLIC, address="127.0.0.1")
        client.headers["X-Forwarded-For"] = forwarded
        return send_sign_in(client, password="wrong").headers["location"]

    for number in range(5):
        assert "refused" in attempt(f"10.0.0.{number}, {HOME}")

    assert "wait" in attempt(HOME)
    assert "refused" in attempt(f"{HOME}, 198.51.100.9")


def test_without_a_proxy_nobody_names_their_own_address() -> None:
    def attempt(number: int) -> str:
        client = browser(LOCAL, address="127.0.0.1")
        client.headers["X-Forwarded-For"] = f"10.0.0.{number}"
        return send_sign_in(client, password="wrong").headers["location"]

    answers = [attempt(number) for number in range(6)]

    assert answers[-1] == "/login?wait=1"


def test_a_cookie_planted_before_is_not_the_one_after() -> None:
    planted = f"{SECURE_COOKIE}=planted-by-somebody-else"
    client = browser()
    client.headers["Cookie"] = planted

    send_sign_in(client)

    assert client.headers["Cookie"] != planted
    assert not stands("planted-by-somebody-else")


def test_signing_in_again_ends_the_session_before() -> None:
    client = signed_in_browser()
    before = client.token()
    assert stands(before)

    send_sign_in(client)

    after = client.token()
    assert not stands(before)
    assert stands(after)


def test_signing_out_ends_the_session_and_the_browser_forgets() -> None:
    client = signed_in_browser()
    token = client.token()

    answer = client.post("/auth/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert answer.headers["clear-site-data"] == '"storage"'
    assert not stands(token)
    assert client.post("/auth/sign-out").status_code == 303


@pytest.mark.parametrize("path", ["/auth/sign-in", "/auth/sign-out"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3001"},
        {"Origin": "https://localhost:3000"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_forms_of_other_sites_are_not_taken(path: str, headers: dict[str, str]) -> None:
    client = signed_in_browser()
    token = client.token()

    answer = client.post(
        path, data={"email": "mara@example.com", "password": PASSWORD}, headers=headers
    )

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert stands(token)


def test_without_an_origin_nothing_is_taken_not_even_a_first_sign_in() -> None:
    client = browser()
    del client.headers["Origin"]

    assert send_sign_in(client).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_first_sign_in_is_not_taken_when_the_browser_says_it_is_from_elsewhere(site: str) -> None:
    client = browser()
    client.headers["Sec-Fetch-Site"] = site

    assert send_sign_in(client).status_code == 403


@pytest.mark.parametrize("path", ["/auth/sign-in", "/auth/sign-out"])
def test_nothing_changes_by_following_a_link(path: str) -> None:
    client = signed_in_browser()
    token = client.token()

    assert client.get(path).status_code == 404
    assert stands(token)
