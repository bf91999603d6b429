"""`bookings reseal`: a new key takes the place of the old ones."""

from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bookings_app.config import settings
from bookings_app.db.google_tables import GoogleAccountRow
from bookings_app.db.outbox_tables import WebhookRow
from bookings_app.db.unit_of_work import reading, unit_of_work
from bookings_app.domain.errors import SetupError
from bookings_app.domain.webhooks import NewWebhook
from bookings_app.usecases.database import close_database, open_database
from bookings_app.usecases.secret_keeping import opened, sealed
from bookings_app.usecases.webhooks import add_webhook
from tests.cli.commands import Said, bookings
from tests.factories import ADMIN, given_provider

OLD, NEW = (b64encode(bytes([number] * 32)).decode() for number in (1, 2))
TOKEN = "1//0refresh"


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "bookings.db"
    path.write_bytes(migrated_file.read_bytes())
    return path


def use_keys(patch: pytest.MonkeyPatch, *keys: str) -> None:
    patch.setenv("BOOKINGS_SECRET_KEYS", ",".join(keys))
    settings.cache_clear()


def given_secrets(database: Path) -> str:
    """A Google account and a webhook, stored under the keys in use; the webhook's secret."""
    open_database(f"sqlite:///{database}")
    try:
        with_token = GoogleAccountRow(
            provider_id=given_provider(),
            refresh_token=sealed(TOKEN),
            scopes="",
            connected_by_name="Alba",
            connected_at=datetime.now(UTC),
        )
        with unit_of_work() as work:
            work.session.add(with_token)
        hook = NewWebhook(url="https://hooks.example.com/bookings")
        return add_webhook(hook, by=ADMIN, now=datetime.now(UTC)).secret
    finally:
        close_database()


def secrets(database: Path) -> list[str]:
    """What can be read of the two with the keys in use."""
    open_database(f"sqlite:///{database}")
    try:
        with reading() as look:
            stored = [
                look.session.exec(select(GoogleAccountRow.refresh_token)).one(),
                look.session.exec(select(WebhookRow.secret)).one(),
            ]
        return [opened(each) for each in stored]
    finally:
        close_database()


def reseal(database: Path) -> Said:
    return bookings("reseal", database=database)


def test_everything_can_be_read_with_the_new_key_alone(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_keys(monkeypatch, OLD)
    secret = given_secrets(database)
    use_keys(monkeypatch, NEW, OLD)

    said = reseal(database)

    assert said.exit_code == 0
    assert "Google accounts: 1 stored under the newest key" in said.out
    assert "secrets of webhooks: 1 stored under the newest key" in said.out
    use_keys(monkeypatch, NEW)
    assert secrets(database) == [TOKEN, secret]
    use_keys(monkeypatch, OLD)
    with pytest.raises(SetupError):
        secrets(database)


def test_what_was_stored_before_there_was_a_key_is_sealed(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_keys(monkeypatch)
    secret = given_secrets(database)
    use_keys(monkeypatch, NEW)

    assert reseal(database).exit_code == 0

    assert secret.encode() not in database.read_bytes()
    assert secrets(database) == [TOKEN, secret]


def test_what_no_key_fits_stays_and_is_said(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_keys(monkeypatch, OLD)
    secret = given_secrets(database)
    use_keys(monkeypatch, NEW)

    said = reseal(database)

    assert said.exit_code == 1
    assert "Google accounts: 0 stored under the newest key, 1 that no key fits" in said.out
    use_keys(monkeypatch, OLD)
    assert secrets(database) == [TOKEN, secret]


def test_without_a_key_nothing_is_done(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_keys(monkeypatch)

    said = reseal(database)

    assert said.exit_code == 1
    assert "BOOKINGS_SECRET_KEYS" in said.err
