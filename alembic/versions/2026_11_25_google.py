"""Keep Google accounts, their calendars, and what is known to be in them.

Nothing was there before: safe at any time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "google"
down_revision = "outbox"


def text(*names: str) -> list[sa.Column[str]]:
    """Columns of text; what is absent is the empty text."""
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def instants(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    """Columns of instants in UTC."""
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def switches(*names: str) -> list[sa.Column[bool]]:
    """Columns that say yes or no."""
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names]


def upgrade() -> None:
    """Make the tables."""
    _make_account()
    _make_calendar()
    _make_link()
    _make_busy_block()
    op.create_table(
        "google_sign_in",
        *text("state_hash", "session_hash", "provider_id", "verifier"),
        *instants("created_at"),
        sa.PrimaryKeyConstraint("state_hash", name="google_sign_in_pk"),
        _reference("google_sign_in", "provider"),
    )
    op.create_index("google_sign_in_created_at_ix", "google_sign_in", ["created_at"])
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        *text("fingerprint", "confirmed_by_name"),
        *instants("confirmed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="installation_pk"),
        sa.CheckConstraint("id = 1", name=op.f("installation_one_row")),
    )


def downgrade() -> None:
    """Lose all accounts. The events in Google stay there, and nobody looks after them."""
    for table in (
        "installation",
        "google_sign_in",
        "busy_block",
        "calendar_link",
        "google_calendar",
        "google_account",
    ):
        op.drop_table(table)


def _make_account() -> None:
    op.create_table(
        "google_account",
        *text("id", "provider_id", "email", "refresh_token", "scopes", "status", "reason"),
        *text("connected_by_name", "last_error"),
        *switches("apply_alone"),
        *instants("connected_at"),
        *instants("token_expires_at", "last_ok_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="google_account_pk"),
        _reference("google_account", "provider"),
        sa.UniqueConstraint("provider_id", name="google_account_provider_id_uq"),
        sa.CheckConstraint(
            "status IN ('connected', 'reconnect', 'leaving')",
            name=op.f("google_account_status_known"),
        ),
    )


def _make_calendar() -> None:
    op.create_table(
        "google_calendar",
        *text("id", "account_id", "google_id", "name", "time_zone", "sync_token"),
        *switches("is_own", "writes", "blocks"),
        *instants("window_until", "polled_at", "failing_since", nullable=True),
        sa.PrimaryKeyConstraint("id", name="google_calendar_pk"),
        _reference("google_calendar", "google_account", column="account_id"),
        sa.UniqueConstraint(
            "account_id", "google_id", name="google_calendar_account_id_google_id_uq"
        ),
    )
    op.create_index(
        "google_calendar_writes_uq",
        "google_calendar",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("writes"),
        postgresql_where=sa.text("writes"),
    )


def _make_link() -> None:
    op.create_table(
        "calendar_link",
        *text("booking_id", "calendar_id", "event_id", "etag", "synced_version", "inbound"),
        sa.Column("generation", sa.Integer(), nullable=False),
        *instants("moved_starts_at", "moved_ends_at", nullable=True),
        *instants("updated_at"),
        sa.PrimaryKeyConstraint("booking_id", name="calendar_link_pk"),
        _reference("calendar_link", "booking"),
        _reference("calendar_link", "google_calendar", column="calendar_id"),
        sa.UniqueConstraint(
            "calendar_id", "event_id", name="calendar_link_calendar_id_event_id_uq"
        ),
        sa.CheckConstraint(
            "inbound IN ('', 'moved', 'deleted')", name=op.f("calendar_link_inbound_known")
        ),
        sa.CheckConstraint(
            "inbound <> 'moved' OR (moved_starts_at IS NOT NULL AND moved_ends_at IS NOT NULL)",
            name=op.f("calendar_link_moved_somewhere"),
        ),
    )


def _make_busy_block() -> None:
    op.create_table(
        "busy_block",
        *text("id", "calendar_id", "provider_id", "event_id"),
        *instants("starts_at", "ends_at"),
        sa.PrimaryKeyConstraint("id", name="busy_block_pk"),
        _reference("busy_block", "google_calendar", column="calendar_id"),
        _reference("busy_block", "provider"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("busy_block_has_length")),
    )
    op.create_index(
        "busy_block_provider_id_starts_at_ix", "busy_block", ["provider_id", "starts_at"]
    )
    op.create_index("busy_block_calendar_id_event_id_ix", "busy_block", ["calendar_id", "event_id"])


def _reference(table: str, to: str, *, column: str = "") -> sa.ForeignKeyConstraint:
    name = column or f"{to}_id"
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=f"{table}_{name}_fk")
