"""Keep what follows from bookings: events, promises, submissions, notifications.

Nothing was there before: safe at any time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "what_follows"
down_revision = "history"


def text(*names: str) -> list[sa.Column[str]]:
    """Columns of text; what is absent is the empty text."""
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def instants(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    """Columns of instants in UTC."""
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """The primary key, by our name for it."""
    return sa.PrimaryKeyConstraint(*columns, name=f"{table}_pk")


def reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key to the id of `target`, by our name for it."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"{table}_{column}_fk")


def index(table: str, *columns: str) -> None:
    """An index, by our name for it."""
    op.create_index(f"{table}_{'_'.join(columns)}_ix", table, list(columns))


def upgrade() -> None:
    """Make the tables of what follows."""
    op.create_table(
        "event",
        *text("booking_id", "provider_id", "title"),
        *instants("starts_at", "ends_at", "created_at", "updated_at"),
        primary_key("event", "booking_id"),
        reference("event", "booking_id", "booking"),
        reference("event", "provider_id", "provider"),
    )
    index("event", "provider_id")
    _make_outbox()
    op.create_table(
        "idempotency",
        *text("owner", "key", "fingerprint", "booking_id"),
        *instants("created_at"),
        primary_key("idempotency", "owner", "key"),
        reference("idempotency", "booking_id", "booking"),
    )
    index("idempotency", "booking_id")
    index("idempotency", "created_at")
    _make_notification()


def downgrade() -> None:
    """Lose what follows; bookings and their history stay."""
    for table in ("notification", "idempotency", "outbox", "event"):
        op.drop_table(table)


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        *text("id", "purpose", "booking_id", "last_error"),
        *instants("created_at", "due_at"),
        *instants("claimed_at", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        primary_key("outbox", "id"),
        reference("outbox", "booking_id", "booking"),
        sa.UniqueConstraint("purpose", "booking_id", name="outbox_purpose_booking_id_uq"),
    )
    index("outbox", "booking_id")
    index("outbox", "due_at")


def _make_notification() -> None:
    op.create_table(
        "notification",
        *text("id", "member_id", "booking_id"),
        sa.Column("change_number", sa.Integer(), nullable=False),
        *instants("created_at"),
        *instants("read_at", nullable=True),
        primary_key("notification", "id"),
        reference("notification", "member_id", "member"),
        reference("notification", "booking_id", "booking"),
        sa.ForeignKeyConstraint(
            ["change_number"], ["change.number"], name="notification_change_number_fk"
        ),
        sa.UniqueConstraint("member_id", "change_number", name="notification_member_id_change_uq"),
    )
    index("notification", "booking_id")
    index("notification", "created_at")
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "notification_unread_ix",
        "notification",
        ["member_id"],
        sqlite_where=unread,
        postgresql_where=unread,
    )
