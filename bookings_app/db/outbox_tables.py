"""The data: what is promised to be done outside, and the addresses that are told of bookings."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from bookings_app.db.tables import Row, instant, reference_to
from bookings_app.db.types import new_id


class OutboxRow(Row, table=True):
    """A promise to do something outside; it goes once that is done.

    `kind` says what, `subject` to which: a booking to look at, a delivery to make. Of one
    `lane` one is done at a time. `asked` counts how often it was promised: whoever is at it
    while it is promised again has it to do once more. `reason` says why it failed last, or
    why nothing is tried any more.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("kind", "subject", name="outbox_kind_subject_uq"),
        CheckConstraint("state IN ('ready', 'parked', 'dead')", name="state_known"),
        Index("outbox_due_ix", "kind", "state", "due_at"),
        Index("outbox_lane_ix", "lane"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str
    subject: str
    lane: str
    state: str = "ready"
    reason: str = ""
    created_at: datetime = Field(sa_column=instant())
    due_at: datetime = Field(sa_column=instant())
    attempts: int = 0
    asked: int = 1
    lease_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    claimed_by: str = ""


class WebhookRow(Row, table=True):
    """An address that is told of bookings. Its secrets are sealed where there is a key."""

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("status IN ('active', 'paused', 'switched_off')", name="status_known"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    url: str
    name: str = ""
    events: list[str] = Field(sa_column=Column(JSON, nullable=False))
    status: str = "active"
    status_reason: str = ""
    secret: str
    former_secret: str = ""
    former_secret_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    created_by_name: str
    created_at: datetime = Field(sa_column=instant())
    last_delivered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    failing_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class DeliveryRow(Row, table=True):
    """One telling of one change to one address: always the same id, always the same words.

    `status_code` is None when nothing answered; `answer` is how the last answer began, or
    why there was none. `webhook_id` may name one that is gone: whoever books while a webhook
    is removed must neither wait nor fail.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "change_number", name="delivery_webhook_id_change_uq"),
        Index("delivery_newest_ix", "webhook_id", "created_at"),
    )

    id: str = Field(primary_key=True)
    webhook_id: str
    change_number: int = Field(foreign_key="change.number")
    booking_id: str = Field(sa_column=reference_to("booking.id", index=False))
    event: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=instant(index=True))
    attempts: int = 0
    tried_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    delivered_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    status_code: int | None = None
    answer: str = ""
