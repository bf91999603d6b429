"""Keep bookings, and have the database refuse two that overlap.

The guard comes in the same step as the table: there is no moment at which a provider
could be booked twice. On PostgreSQL it needs the extension btree_gist, which is trusted
since version 13: the owner of the database may create it. Nothing was there before:
safe at any time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "bookings"
down_revision = "contacts"


STATUSES = "'pending', 'confirmed', 'completed', 'cancelled', 'no_show', 'rescheduled'"
HOLDING = "'pending', 'confirmed', 'completed'"

# An instant on SQLite is text of this one form; any other would compare wrongly.
DIGITS = {length: "[0-9]" * length for length in (2, 4, 6)}
INSTANT = f"{DIGITS[4]}-{DIGITS[2]}-{DIGITS[2]} {DIGITS[2]}:{DIGITS[2]}:{DIGITS[2]}.{DIGITS[6]}"


def on_postgresql() -> bool:
    """Whether this runs on PostgreSQL; otherwise it is SQLite."""
    return op.get_bind().dialect.name == "postgresql"


def text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    """Columns of text."""
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def instants(*names: str) -> list[sa.Column[Any]]:
    """Columns of instants in UTC."""
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in names]


def reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key to the id of `target`, by our name for it."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"booking_{column}_fk")


def holds(name: str, condition: str) -> sa.CheckConstraint:
    """A check, by our name for it."""
    return sa.CheckConstraint(condition, name=op.f(f"booking_{name}"))


def index(*columns: str) -> None:
    """An index, by our name for it."""
    op.create_index(f"booking_{'_'.join(columns)}_ix", "booking", list(columns))


def shifted(instant: str, by: str) -> str:
    """SQLite's text of an instant moved by whole minutes, exact to the microsecond."""
    return f"datetime(substr({instant}, 1, 19), '{by}') || substr({instant}, 20)"


def upgrade() -> None:
    """Make the table of bookings and its guard."""
    op.create_table("booking", *_columns(), *_references(), *_checks())
    for column in ("service_id", "location_id", "contact_id", "conversation_id", "starts_at"):
        index(column)
    index("provider_id", "blocks_from")
    index("provider_id", "starts_at")
    if on_postgresql():
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def downgrade() -> None:
    """Lose all bookings. The extension stays: others may use it by now."""
    op.drop_table("booking")


def _guard_on_postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(
        "ALTER TABLE booking ADD CONSTRAINT booking_overlap EXCLUDE USING gist"
        " (provider_id WITH =, tstzrange(blocks_from, blocks_to, '[)') WITH &&)"
        f" WHERE (status IN ({HOLDING}))"
    )


def _guard_on_sqlite() -> None:
    # Whoever overlaps began less than 2,880 minutes earlier, because nothing lasts
    # longer: looking back no further keeps this quick on a long history. A migration
    # that copies the table drops both triggers and must make them again.
    when_it_holds = f"WHEN NEW.status IN ({HOLDING})"
    refuse = (
        "BEGIN SELECT RAISE(ABORT, 'booking_overlap') WHERE EXISTS ("
        " SELECT 1 FROM booking AS other WHERE other.provider_id = NEW.provider_id"
        f" AND other.blocks_from > {shifted('NEW.blocks_from', '-2880 minutes')}"
        " AND other.blocks_from < NEW.blocks_to AND other.blocks_to > NEW.blocks_from"
        f" AND other.status IN ({HOLDING}) AND other.id <> NEW.id); END"
    )
    op.execute(
        f"CREATE TRIGGER booking_overlap_insert BEFORE INSERT ON booking {when_it_holds} {refuse}"
    )
    op.execute(
        "CREATE TRIGGER booking_overlap_update"
        " BEFORE UPDATE OF provider_id, blocks_from, blocks_to, status ON booking"
        f" {when_it_holds} {refuse}"
    )


def _columns() -> list[sa.Column[Any]]:
    return [
        *text("id", "reference", "service_id", "location_id", "provider_id"),
        *text("service_name", "location_name", "provider_name"),
        *text("contact_id", "conversation_id", nullable=True),
        *text("customer_name", "customer_phone", "customer_email", "notes"),
        *instants("starts_at", "ends_at", "blocks_from", "blocks_to"),
        *text("time_zone", "status", "source", "cancellation_reason"),
        *text("rescheduled_from", "rescheduled_to", nullable=True),
        *text("created_by_kind", "created_by_id", "created_by_name"),
        *instants("created_at", "updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _references() -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name="booking_pk"),
        sa.UniqueConstraint("reference", name="booking_reference_uq"),
        sa.UniqueConstraint("rescheduled_from", name="booking_rescheduled_from_uq"),
        reference("service_id", "service"),
        reference("location_id", "location"),
        reference("provider_id", "provider"),
        reference("contact_id", "contact"),
        reference("conversation_id", "conversation"),
        reference("rescheduled_from", "booking"),
        # The old booking names the new one before that is stored.
        sa.ForeignKeyConstraint(
            ["rescheduled_to"],
            ["booking.id"],
            name="booking_rescheduled_to_fk",
            deferrable=True,
            initially="DEFERRED",
        ),
    ]


def _checks() -> list[sa.CheckConstraint]:
    return [
        holds("status_known", f"status IN ({STATUSES})"),
        holds("source_known", "source IN ('manual', 'api', 'ai_agent')"),
        holds(
            "times_in_order",
            "ends_at > starts_at AND blocks_from <= starts_at AND blocks_to >= ends_at",
        ),
        holds("cancelled_with_reason", "status <> 'cancelled' OR cancellation_reason <> ''"),
        *(_checks_on_postgresql() if on_postgresql() else _checks_on_sqlite()),
    ]


def _checks_on_postgresql() -> list[sa.CheckConstraint]:
    return [holds("blocks_two_days_at_most", "blocks_to - blocks_from <= interval '2880 minutes'")]


def _checks_on_sqlite() -> list[sa.CheckConstraint]:
    return [
        holds("blocks_two_days_at_most", f"blocks_to <= {shifted('blocks_from', '+2880 minutes')}"),
        *(
            holds(f"{column}_well_formed", f"{column} GLOB '{INSTANT}'")
            for column in ("starts_at", "ends_at", "blocks_from", "blocks_to")
        ),
    ]
