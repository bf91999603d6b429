"""The data: every secret that must be read again, wherever it is stored."""

from collections.abc import Callable

from sqlalchemy import select as select_columns
from sqlalchemy import update
from sqlmodel import SQLModel, col

from bookings_app.db.feed_tables import CalendarFeedRow
from bookings_app.db.google_tables import GoogleAccountRow, GoogleSignInRow
from bookings_app.db.key_tables import AnswerRow
from bookings_app.db.outbox_tables import WebhookRow
from bookings_app.db.unit_of_work import UnitOfWork

# What it is called, and where it stands.
SECRETS: tuple[tuple[str, type[SQLModel], str], ...] = (
    ("Google accounts", GoogleAccountRow, "refresh_token"),
    ("visits to Google's consent page", GoogleSignInRow, "verifier"),
    ("answers from Google's consent page", GoogleSignInRow, "code"),
    ("addresses of calendars", CalendarFeedRow, "secret"),
    ("secrets of webhooks", WebhookRow, "secret"),
    ("former secrets of webhooks", WebhookRow, "former_secret"),
    ("answers to Idempotency-Keys", AnswerRow, "body"),
)


def replace_all(
    work: UnitOfWork, table: type[SQLModel], column: str, anew: Callable[[str], str | None]
) -> tuple[int, int]:
    """Store `anew(secret)` in place of each secret; how many were, and how many it left alone.

    What somebody changed meanwhile stays as they left it.
    """
    connection, field = work.session.connection(), col(getattr(table, column))
    done = left = 0
    for old in connection.execute(select_columns(field).where(field != "")).scalars().all():
        new = anew(old)
        if new is None:
            left += 1
        else:
            connection.execute(update(table).where(field == old).values({column: new}))
            done += 1
    return done, left
