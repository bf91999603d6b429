"""The data: what is stored of bookings and of everything that follows from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlmodel import Field

from bookings_app.db.tables import Row, added_later, instant, reference_to
from bookings_app.db.types import new_id, new_reference

STATUSES = "'pending', 'confirmed', 'completed', 'cancelled', 'no_show', 'rescheduled'"


class BookingRow(Row, table=True):
    """An appointment. Two holding ones of a provider never overlap: the database refuses."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint(f"status IN ({STATUSES})", name="status_known"),
        CheckConstraint("source IN ('manual', 'api', 'ai_agent')", name="source_known"),
        CheckConstraint(
            "ends_at > starts_at AND blocks_from <= starts_at AND blocks_to >= ends_at",
            name="times_in_order",
        ),
        CheckConstraint(
            "status <> 'cancelled' OR cancellation_reason <> ''", name="cancelled_with_reason"
        ),
        Index("booking_starts_at_ix", "starts_at"),
        Index("booking_provider_id_blocks_from_ix", "provider_id", "blocks_from"),
        Index("booking_provider_id_starts_at_ix", "provider_id", "starts_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    reference: str = Field(default_factory=new_reference, unique=True)
    service_id: str = Field(sa_column=reference_to("service.id"))
    location_id: str = Field(sa_column=reference_to("location.id"))
    provider_id: str = Field(sa_column=reference_to("provider.id", index=False))
    service_name: str
    location_name: str
    provider_name: str
    contact_id: str | None = Field(
        default=None, sa_column=reference_to("contact.id", nullable=True)
    )
    conversation_id: str | None = Field(
        default=None, sa_column=reference_to("conversation.id", nullable=True)
    )
    customer_name: str
    customer_phone: str = ""
    customer_email: str = ""
    notes: str = ""
    starts_at: datetime = Field(sa_column=instant())
    ends_at: datetime = Field(sa_column=instant())
    blocks_from: datetime = Field(sa_column=instant())
    blocks_to: datetime = Field(sa_column=instant())
    time_zone: str
    status: str
    source: str
    cancellation_reason: str = ""
    outside_hours: str = Field(default="", sa_column=added_later(""))
    rescheduled_from: str | None = Field(
        default=None,
        sa_column=Column(String, ForeignKey("booking.id"), nullable=True, unique=True),
    )
    rescheduled_to: str | None = Field(
        default=None,
        sa_column=Column(
            String,
            ForeignKey("booking.id", deferrable=True, initially="DEFERRED"),
            nullable=True,
        ),
    )
    created_by_kind: str
    created_by_id: str
    created_by_name: str
    created_at: datetime = Field(sa_column=instant())
    updated_at: datetime = Field(sa_column=instant())
    version: int = 1


class ChangeRow(Row, table=True):
    """What happened to a booking; rows are only ever added."""

    __tablename__ = "change"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    booking_id: str = Field(sa_column=reference_to("booking.id"))
    what: str
    by_kind: str
    by_id: str
    by_name: str
    at: datetime = Field(sa_column=instant())
    before: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    after: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    reason: str = ""


class ChangeCounterRow(Row, table=True):
    """One row: the newest change number. Updated last, so numbers follow commits."""

    __tablename__ = "change_counter"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    number: int = 0


class EventRow(Row, table=True):
    """An entry in a provider's own calendar that a booking made."""

    __tablename__ = "event"

    booking_id: str = Field(primary_key=True, foreign_key="booking.id")
    provider_id: str = Field(sa_column=reference_to("provider.id"))
    title: str
    starts_at: datetime = Field(sa_column=instant())
    ends_at: datetime = Field(sa_column=instant())
    created_at: datetime = Field(sa_column=instant())
    updated_at: datetime = Field(sa_column=instant())


class SubmissionRow(Row, table=True):
    """A form or request that was sent, and the booking it made: a second send makes none."""

    __tablename__ = "idempotency"

    owner: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    booking_id: str = Field(sa_column=reference_to("booking.id"))
    created_at: datetime = Field(sa_column=instant(index=True))


class NotificationRow(Row, table=True):
    """Something a member should know about a booking."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("member_id", "change_number", name="notification_member_id_change_uq"),
        Index(
            "notification_unread_ix",
            "member_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    member_id: str = Field(sa_column=reference_to("member.id", index=False))
    change_number: int = Field(foreign_key="change.number")
    booking_id: str = Field(sa_column=reference_to("booking.id"))
    created_at: datetime = Field(sa_column=instant(index=True))
    read_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
