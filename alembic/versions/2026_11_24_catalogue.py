"""Keep where and what can be booked, and when providers work.

Nothing was there before: safe at any time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "catalogue"
down_revision = "people"


def text(*names: str) -> list[sa.Column[str]]:
    """Columns of text; what is absent is the empty text."""
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def numbers(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    """Columns of whole numbers."""
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def instants(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    """Columns of instants in UTC."""
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """The primary key, by our name for it."""
    return sa.PrimaryKeyConstraint(*columns, name=f"{table}_pk")


def reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key to the id of `target`, by our name for it."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"{table}_{column}_fk")


def within(table: str, name: str, condition: str) -> sa.CheckConstraint:
    """A check, by our name for it."""
    return sa.CheckConstraint(condition, name=op.f(f"{table}_{name}"))


def index(table: str, *columns: str) -> None:
    """An index, by our name for it."""
    op.create_index(f"{table}_{'_'.join(columns)}_ix", table, list(columns))


def upgrade() -> None:
    """Make the tables of the catalogue and of working time."""
    op.create_table(
        "location",
        *text("id", "name", "address", "time_zone"),
        *instants("created_at"),
        *instants("archived_at", nullable=True),
        primary_key("location", "id"),
    )
    _make_service()
    _make_pairs("service_location", "service", "location")
    _make_pairs("provider_service", "provider", "service")
    _make_working_hours()
    _make_exceptions()


def downgrade() -> None:
    """Lose the catalogue and all working time."""
    for table in (
        "closure",
        "time_off",
        "date_override",
        "working_hours",
        "provider_service",
        "service_location",
        "service",
        "location",
    ):
        op.drop_table(table)


def _make_service() -> None:
    op.create_table(
        "service",
        *text("id", "name", "description"),
        *numbers("duration_minutes", "buffer_before_minutes", "buffer_after_minutes"),
        *numbers("min_notice_minutes"),
        *numbers("slot_step_minutes", "booking_window_days", nullable=True),
        sa.Column("requires_approval", sa.Boolean(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_to", sa.Date(), nullable=True),
        *instants("created_at"),
        *instants("archived_at", nullable=True),
        primary_key("service", "id"),
        within("service", "duration_in_range", "duration_minutes BETWEEN 1 AND 1440"),
        within("service", "buffer_before_in_range", "buffer_before_minutes BETWEEN 0 AND 720"),
        within("service", "buffer_after_in_range", "buffer_after_minutes BETWEEN 0 AND 720"),
        within("service", "slot_step_in_range", "slot_step_minutes BETWEEN 1 AND 1440"),
        within("service", "min_notice_in_range", "min_notice_minutes BETWEEN 0 AND 525600"),
        within("service", "booking_window_in_range", "booking_window_days BETWEEN 0 AND 3650"),
    )


def _make_pairs(table: str, first: str, second: str) -> None:
    op.create_table(
        table,
        *text(f"{first}_id", f"{second}_id"),
        primary_key(table, f"{first}_id", f"{second}_id"),
        reference(table, f"{first}_id", first),
        reference(table, f"{second}_id", second),
    )
    index(table, f"{second}_id")


def _make_working_hours() -> None:
    op.create_table(
        "working_hours",
        *text("id", "provider_id", "location_id"),
        *numbers("weekday", "start_minute", "end_minute"),
        sa.Column("breaks", sa.JSON(), nullable=False),
        primary_key("working_hours", "id"),
        reference("working_hours", "provider_id", "provider"),
        reference("working_hours", "location_id", "location"),
        within("working_hours", "weekday_known", "weekday BETWEEN 0 AND 6"),
    )
    index("working_hours", "provider_id")
    index("working_hours", "location_id")


def _make_exceptions() -> None:
    op.create_table(
        "date_override",
        *text("id", "provider_id"),
        sa.Column("location_id", sa.String(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        primary_key("date_override", "id"),
        reference("date_override", "provider_id", "provider"),
        reference("date_override", "location_id", "location"),
    )
    index("date_override", "provider_id")
    index("date_override", "location_id")
    op.create_table(
        "time_off",
        *text("id", "provider_id", "reason"),
        *instants("starts_at", "ends_at"),
        primary_key("time_off", "id"),
        reference("time_off", "provider_id", "provider"),
        within("time_off", "has_length", "ends_at > starts_at"),
    )
    index("time_off", "provider_id")
    op.create_table(
        "closure",
        *text("id", "name"),
        sa.Column("location_id", sa.String(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        primary_key("closure", "id"),
        reference("closure", "location_id", "location"),
        within("closure", "dates_in_order", "last_on >= first_on"),
    )
    index("closure", "location_id")
