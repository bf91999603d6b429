"""Settings: what is read, what wins, and that everything wrong is named at once."""

from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

import pytest

from bookings_app.config import ConfigError, load_settings


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's `.env` is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems_of(values: dict[str, str], *, serves_pages: bool = False) -> tuple[str, ...]:
    """What is wrong with these settings."""
    with pytest.raises(ConfigError) as refused:
        load_settings(named(values), serves_pages=serves_pages)
    return refused.value.problems


def named(values: dict[str, str]) -> dict[str, str]:
    """These settings by their full names."""
    return {f"BOOKINGS_{name}": value for name, value in values.items()}


def test_nothing_set_is_one_process_on_this_machine_with_a_file_below_the_folder(
    in_an_empty_folder: Path,
) -> None:
    found = load_settings({})

    assert found.database_url == f"sqlite:///{in_an_empty_folder}/data/bookings.db"
    assert (found.host, found.port, found.workers) == ("127.0.0.1", 3000, 1)
    assert found.public_url == "http://localhost:3000"
    assert found.redis_url is None


def test_the_environment_wins_over_the_file_and_empty_is_not_set(
    in_an_empty_folder: Path,
) -> None:
    lines = [
        "# a comment",
        "",
        "BOOKINGS_PORT=3100",
        "export BOOKINGS_HOST='0.0.0.0'",
        "OTHER_PROGRAM=1",
    ]
    (in_an_empty_folder / ".env").write_text("\n".join(lines))

    found = load_settings({"BOOKINGS_PORT": "3200", "BOOKINGS_HOST": ""})

    assert (found.port, found.host) == (3200, "127.0.0.1")
    assert load_settings({}).host == "0.0.0.0"


@pytest.mark.parametrize(
    ("values", "setting"),
    [
        ({"PORT": "http"}, "BOOKINGS_PORT"),
        ({"PORT": "0"}, "BOOKINGS_PORT"),
        ({"PORT": "65536"}, "BOOKINGS_PORT"),
        ({"PORT": "٣٠٠٠"}, "BOOKINGS_PORT"),
        ({"WORKERS": "-1"}, "BOOKINGS_WORKERS"),
        ({"HOST": "my-machine"}, "BOOKINGS_HOST"),
        ({"INSECURE_HTTP": "yes"}, "BOOKINGS_INSECURE_HTTP"),
        ({"WEBHOOKS_ALLOW_PRIVATE": "true"}, "BOOKINGS_WEBHOOKS_ALLOW_PRIVATE"),
        ({"SECRET_KEYS": "a short word"}, "BOOKINGS_SECRET_KEYS"),
        ({"SECRET_KEYS": b64encode(bytes(31)).decode()}, "BOOKINGS_SECRET_KEYS"),
        ({"DATABASE_URL": "mysql://host/name"}, "BOOKINGS_DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "BOOKINGS_DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///"}, "BOOKINGS_DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://:bad"}, "BOOKINGS_DATABASE_URL"),
        ({"REDIS_URL": "http://localhost"}, "BOOKINGS_REDIS_URL"),
        ({"PUBLIC_URL": "bookings.example.com"}, "BOOKINGS_PUBLIC_URL"),
        ({"PUBLIC_URL": "ftp://bookings.example.com"}, "BOOKINGS_PUBLIC_URL"),
        ({"PUBLIC_URL": "https://bookings.example.com/desk"}, "BOOKINGS_PUBLIC_URL"),
        ({"PUBLIC_URL": "https://bookings.example.com:8443"}, "BOOKINGS_PUBLIC_URL"),
        ({"PUBLIC_URL": "http://localhost:4000"}, "BOOKINGS_PUBLIC_URL"),
        ({"PUBLIC_URL": "http://192.0.2.7:3000"}, "BOOKINGS_PUBLIC_URL"),
        ({"GOOGLE_TOKEN_URI": "http://tokens.example.com"}, "BOOKINGS_GOOGLE_TOKEN_URI"),
        ({"GOOGLE_API_ENDPOINT": "calendar"}, "BOOKINGS_GOOGLE_API_ENDPOINT"),
    ],
)
def test_a_wrong_setting_is_named(values: dict[str, str], setting: str) -> None:
    (problem,) = problems_of(values)

    assert problem.startswith(f"{setting} ")


def test_everything_wrong_is_named_at_once() -> None:
    problems = problems_of(
        {"PORT": "http", "WORKERS": "many", "REDIS_URL": "nowhere", "PROT": "3000"}
    )

    assert [problem.split()[0] for problem in problems] == [
        "BOOKINGS_PROT",
        "BOOKINGS_PORT",
        "BOOKINGS_WORKERS",
        "BOOKINGS_REDIS_URL",
    ]
    assert problems[0].endswith("Did you mean BOOKINGS_PORT?")


def test_a_file_with_a_line_that_sets_nothing_is_named(in_an_empty_folder: Path) -> None:
    (in_an_empty_folder / ".env").write_text("BOOKINGS_PORT 3000\n")

    assert problems_of({})[0] == ".env, line 1: write NAME=value."


def test_a_file_that_is_no_text_is_named(in_an_empty_folder: Path) -> None:
    (in_an_empty_folder / ".env").write_bytes(b"\xff\xfe\x00")

    assert problems_of({})[0].startswith(".env cannot be read")


def test_several_workers_need_redis_for_pages_and_for_nothing_else() -> None:
    (problem,) = problems_of({"WORKERS": "2"}, serves_pages=True)

    assert "BOOKINGS_REDIS_URL" in problem
    assert load_settings(named({"WORKERS": "2"})).workers == 2
    with_redis = named({"WORKERS": "2", "REDIS_URL": "redis://localhost:6379/0"})
    assert load_settings(with_redis, serves_pages=True).workers == 2


def test_plain_http_on_a_network_is_taken_only_from_whoever_insists() -> None:
    on_a_network = {"PUBLIC_URL": "http://192.0.2.7:3000"}

    assert "BOOKINGS_INSECURE_HTTP=1" in problems_of(on_a_network)[0]
    insisting = load_settings(named({**on_a_network, "INSECURE_HTTP": "1"}))
    assert insisting.public_url == "http://192.0.2.7:3000"


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://Bookings.Example.com/", "https://bookings.example.com"),
        ("https://bookings.example.com:443", "https://bookings.example.com"),
        ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_the_public_address_is_kept_as_browsers_name_it(typed: str, origin: str) -> None:
    assert load_settings({"BOOKINGS_PUBLIC_URL": typed}).public_url == origin


def test_keys_for_secrets_are_read_the_newest_first_in_either_alphabet() -> None:
    old, new = bytes(32), bytes([251, 255] * 16)
    texts = f"{urlsafe_b64encode(new).decode()}, {b64encode(old).decode()}"

    found = load_settings({"BOOKINGS_SECRET_KEYS": texts})

    assert found.secret_keys == (new, old)
    assert load_settings({}).secret_keys == ()


def test_webhooks_stay_out_of_private_networks_unless_it_is_allowed() -> None:
    assert not load_settings({}).webhooks_allow_private
    assert load_settings({"BOOKINGS_WEBHOOKS_ALLOW_PRIVATE": "1"}).webhooks_allow_private


def test_google_is_known_by_an_id_and_a_secret_and_is_where_google_is() -> None:
    nothing = load_settings({}).google
    found = load_settings(
        named({"GOOGLE_CLIENT_ID": "desk", "GOOGLE_CLIENT_SECRET": "hush"})
    ).google

    assert (nothing.client_id, nothing.client_secret) == ("", "")
    assert (found.client_id, found.client_secret) == ("desk", "hush")
    assert found.api_endpoint == "https://www.googleapis.com/calendar/v3/"
    assert "hush" not in repr(found)


def test_a_stand_in_for_google_may_answer_on_this_machine_by_plain_http() -> None:
    values = named({"GOOGLE_API_ENDPOINT": "http://127.0.0.1:8099/calendar/v3"})

    assert load_settings(values).google.api_endpoint == "http://127.0.0.1:8099/calendar/v3/"
