"""The data: to which installation this database belongs, and what tells it from its copies."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, text
from sqlalchemy import select as select_columns
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from bookings_app.db.changes import newest_change
from bookings_app.db.google_tables import GoogleAccountRow, InstallationRow
from bookings_app.db.locks import one_at_a_time
from bookings_app.db.outbox_tables import WebhookRow
from bookings_app.db.unit_of_work import UnitOfWork, database
from bookings_app.domain.installation import Belongs

__all__ = [
    "anybody_outside",
    "belonging",
    "belongs_to",
    "is_file",
    "newest_change",
    "place_of_database",
]


def belonging(work: UnitOfWork) -> Belongs | None:
    """To which installation it says it belongs, if anybody has said so."""
    row = work.session.exec(select(InstallationRow)).first()
    return row and Belongs(row.fingerprint, row.confirmed_at)


def belongs_to(
    work: UnitOfWork, fingerprint: str, *, confirmed_at: datetime | None = None, by_name: str = ""
) -> None:
    """Have it belong to that installation. Who confirmed it before stays, unless somebody does."""
    one_at_a_time(work, "installation", "")
    row = work.session.exec(select(InstallationRow)).first()
    row = row or InstallationRow(fingerprint="")
    row.fingerprint = fingerprint
    if confirmed_at is not None:
        row.confirmed_at, row.confirmed_by_name = confirmed_at, by_name
    work.session.add(row)


def anybody_outside(work: UnitOfWork) -> bool:
    """Whether there is anybody who is written to: a Google account, or a webhook."""
    accounts, webhooks = exists(select(GoogleAccountRow.id)), exists(select(WebhookRow.id))
    return bool(work.session.connection().execute(select_columns(accounts | webhooks)).scalar_one())


def is_file() -> bool:
    """Whether the database is a file on this machine, and no server."""
    return database().get_backend_name() == "sqlite"


def place_of_database(work: UnitOfWork) -> list[str]:
    """Where the database lies, and which of several it is: no two have the same.

    Of a file it is the file itself: a copy that was put in its place is another. Its device is
    left out, for that is numbered anew at each start of some machines.
    """
    url = database()
    if is_file():
        path = Path(url.database or "")
        return [str(path), str(path.stat().st_ino)]
    connection = work.session.connection()
    own = connection.execute(
        text("SELECT oid FROM pg_database WHERE datname = current_database()")
    ).scalar_one()
    return [str(url.host), str(url.port), str(url.database), str(own), _server(work)]


def _server(work: UnitOfWork) -> str:
    """The server's own number, where it tells us."""
    asked = text("SELECT system_identifier FROM pg_control_system()")
    try:
        with work.session.connection().begin_nested():
            return str(work.session.connection().execute(asked).scalar_one())
    except DBAPIError:
        return ""
