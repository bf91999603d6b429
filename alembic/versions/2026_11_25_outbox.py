"""Promise more than looks at bookings, let several workers share them, and tell webhooks.

The promises that wait are taken over. An older release knows the outbox by other columns:
end it first.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "outbox"
down_revision = "keys"

BEFORE = "CREATE TEMPORARY TABLE outbox_before AS SELECT * FROM outbox"


def text(*names: str) -> list[sa.Column[str]]:
    """Columns of text; what is absent is the empty text."""
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def instants(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    """Columns of instants in UTC."""
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def numbers(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    """Columns of whole numbers."""
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def upgrade() -> None:
    """Replace the outbox, and make the tables of webhooks."""
    op.execute(BEFORE)
    op.drop_table("outbox")
    _make_outbox()
    op.execute(
        "INSERT INTO outbox (id, kind, subject, lane, state, reason, created_at, due_at,"
        " attempts, asked, claimed_by)"
        " SELECT promised.id, purpose, booking_id, provider_id, 'ready', last_error,"
        " promised.created_at, due_at, attempts, 1, ''"
        " FROM outbox_before AS promised JOIN booking ON booking.id = booking_id"
    )
    op.execute("DROP TABLE outbox_before")
    _make_webhook()
    _make_delivery()


def downgrade() -> None:
    """Lose webhooks and all that waits for them; looks at bookings stay promised."""
    op.drop_table("delivery")
    op.drop_table("webhook")
    op.execute(BEFORE)
    op.drop_table("outbox")
    _make_former_outbox()
    op.execute(
        "INSERT INTO outbox (id, purpose, booking_id, created_at, due_at, attempts, last_error)"
        " SELECT id, kind, subject, created_at, due_at, attempts, reason"
        " FROM outbox_before WHERE kind = 'calendar'"
    )
    op.execute("DROP TABLE outbox_before")


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        *text("id", "kind", "subject", "lane", "state", "reason", "claimed_by"),
        *instants("created_at", "due_at"),
        *instants("lease_until", nullable=True),
        *numbers("attempts", "asked"),
        sa.PrimaryKeyConstraint("id", name="outbox_pk"),
        sa.UniqueConstraint("kind", "subject", name="outbox_kind_subject_uq"),
        sa.CheckConstraint("state IN ('ready', 'parked', 'dead')", name=op.f("outbox_state_known")),
    )
    op.create_index("outbox_due_ix", "outbox", ["kind", "state", "due_at"])
    op.create_index("outbox_lane_ix", "outbox", ["lane"])


def _make_webhook() -> None:
    op.create_table(
        "webhook",
        *text("id", "url", "name", "status", "status_reason", "secret", "former_secret"),
        *text("created_by_name"),
        sa.Column("events", sa.JSON(), nullable=False),
        *instants("created_at"),
        *instants("former_secret_until", "last_delivered_at", "failing_since", nullable=True),
        sa.PrimaryKeyConstraint("id", name="webhook_pk"),
        sa.CheckConstraint(
            "status IN ('active', 'paused', 'switched_off')", name=op.f("webhook_status_known")
        ),
    )


def _make_delivery() -> None:
    op.create_table(
        "delivery",
        *text("id", "webhook_id", "booking_id", "event", "answer"),
        sa.Column("body", sa.Text(), nullable=False),
        *numbers("change_number", "attempts"),
        *numbers("status_code", nullable=True),
        *instants("created_at"),
        *instants("tried_at", "delivered_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="delivery_pk"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="delivery_booking_id_fk"),
        sa.ForeignKeyConstraint(
            ["change_number"], ["change.number"], name="delivery_change_number_fk"
        ),
        sa.UniqueConstraint("webhook_id", "change_number", name="delivery_webhook_id_change_uq"),
    )
    op.create_index("delivery_newest_ix", "delivery", ["webhook_id", "created_at"])
    op.create_index("delivery_created_at_ix", "delivery", ["created_at"])


def _make_former_outbox() -> None:
    op.create_table(
        "outbox",
        *text("id", "purpose", "booking_id", "last_error"),
        *instants("created_at", "due_at"),
        *instants("claimed_at", nullable=True),
        *numbers("attempts"),
        sa.PrimaryKeyConstraint("id", name="outbox_pk"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="outbox_booking_id_fk"),
        sa.UniqueConstraint("purpose", "booking_id", name="outbox_purpose_booking_id_uq"),
    )
    op.create_index("outbox_booking_id_ix", "outbox", ["booking_id"])
    op.create_index("outbox_due_at_ix", "outbox", ["due_at"])
