"""The data: what is stored of people, places and the catalogue."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlmodel import Field, SQLModel

from bookings_app.db.types import UtcDateTime, new_id

# What migrated rows and older releases get; everybody else chooses.
FIRST_COLOUR = "indigo"

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
        "ix": "%(table_name)s_%(column_0_name)s_ix",
        "uq": "%(table_name)s_%(column_0_name)s_uq",
        "ck": "%(table_name)s_%(constraint_name)s",
    }
).naming_convention


def instant(*, nullable: bool = False, index: bool = False) -> Column[datetime]:
    """A column that holds an instant in UTC."""
    return Column(UtcDateTime(), nullable=nullable, index=index)


def reference_to(target: str, *, nullable: bool = False, index: bool = True) -> Column[str]:
    """A column that names a row of another table."""
    return Column(String, ForeignKey(target), nullable=nullable, index=index)


def added_later(default: str) -> Column[str]:
    """A column of text that older releases know nothing of: the database fills it in for them."""
    return Column(String, nullable=False, server_default=default)


class Row(SQLModel):
    """What all rows share: a plain name for their table."""

    # SQLModel types it as a function that makes the name, which no text can be.
    __tablename__: ClassVar[str]  # pyright: ignore[reportIncompatibleVariableOverride, reportIncompatibleMethodOverride]


class SettingRow(Row, table=True):
    """One setting of the workspace."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str


class ProviderRow(Row, table=True):
    """Somebody who can be booked."""

    __tablename__ = "provider"

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str
    email: str = ""
    colour: str = Field(default=FIRST_COLOUR, sa_column=added_later(FIRST_COLOUR))
    created_at: datetime = Field(sa_column=instant())
    archived_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class MemberRow(Row, table=True):
    """Somebody who signs in."""

    __tablename__ = "member"
    __table_args__ = (
        Index("member_email_uq", func.lower(Column("email", String)), unique=True),
        CheckConstraint("role IN ('admin', 'manager', 'provider')", name="role_known"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    email: str
    name: str
    role: str
    password_hash: str
    time_zone: str | None = None
    active: bool = True
    provider_id: str | None = Field(
        default=None, sa_column=reference_to("provider.id", nullable=True)
    )
    created_at: datetime = Field(sa_column=instant())


class SessionRow(Row, table=True):
    """One browser that is signed in; the token itself is only in its cookie."""

    __tablename__ = "session"

    token_hash: str = Field(primary_key=True)
    member_id: str = Field(sa_column=reference_to("member.id"))
    created_at: datetime = Field(sa_column=instant())
    seen_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=instant())
    user_agent: str = ""


class SignInFailureRow(Row, table=True):
    """A sign-in that failed: what throttling counts."""

    __tablename__ = "sign_in_failure"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(index=True)
    address: str = Field(index=True)
    at: datetime = Field(sa_column=instant(index=True))


class LocationRow(Row, table=True):
    """Where bookings take place; its IANA zone decides what the clock says there."""

    __tablename__ = "location"

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str
    address: str = ""
    time_zone: str
    created_at: datetime = Field(sa_column=instant())
    archived_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class ServiceRow(Row, table=True):
    """What a customer books. Durations are in minutes."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("duration_minutes BETWEEN 1 AND 1440", name="duration_in_range"),
        CheckConstraint("buffer_before_minutes BETWEEN 0 AND 720", name="buffer_before_in_range"),
        CheckConstraint("buffer_after_minutes BETWEEN 0 AND 720", name="buffer_after_in_range"),
        CheckConstraint("slot_step_minutes BETWEEN 1 AND 1440", name="slot_step_in_range"),
        CheckConstraint("min_notice_minutes BETWEEN 0 AND 525600", name="min_notice_in_range"),
        CheckConstraint("booking_window_days BETWEEN 0 AND 3650", name="booking_window_in_range"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str
    description: str = ""
    colour: str = Field(default=FIRST_COLOUR, sa_column=added_later(FIRST_COLOUR))
    duration_minutes: int
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    slot_step_minutes: int | None = None
    requires_approval: bool = False
    min_notice_minutes: int = 0
    booking_window_days: int | None = None
    available_from: date | None = None
    available_to: date | None = None
    created_at: datetime = Field(sa_column=instant())
    archived_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class ServiceLocationRow(Row, table=True):
    """A location where a service is offered."""

    __tablename__ = "service_location"

    service_id: str = Field(primary_key=True, foreign_key="service.id")
    location_id: str = Field(primary_key=True, foreign_key="location.id", index=True)


class ProviderServiceRow(Row, table=True):
    """A service that a provider offers."""

    __tablename__ = "provider_service"

    provider_id: str = Field(primary_key=True, foreign_key="provider.id")
    service_id: str = Field(primary_key=True, foreign_key="service.id", index=True)


class WorkingHoursRow(Row, table=True):
    """One weekly window at a location, in its wall-clock minutes after midnight.

    `breaks` is a list of [start, end] pairs. An end at or before the start runs
    into the next date.
    """

    __tablename__ = "working_hours"
    __table_args__ = (CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    provider_id: str = Field(sa_column=reference_to("provider.id"))
    location_id: str = Field(sa_column=reference_to("location.id"))
    weekday: int
    start_minute: int
    end_minute: int
    breaks: list[list[int]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class DateOverrideRow(Row, table=True):
    """What a provider works on one date instead; no location is every location."""

    __tablename__ = "date_override"

    id: str = Field(default_factory=new_id, primary_key=True)
    provider_id: str = Field(sa_column=reference_to("provider.id"))
    on_date: date
    location_id: str | None = Field(
        default=None, sa_column=reference_to("location.id", nullable=True)
    )
    windows: list[list[int]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class TimeOffRow(Row, table=True):
    """A provider is away."""

    __tablename__ = "time_off"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="has_length"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    provider_id: str = Field(sa_column=reference_to("provider.id"))
    starts_at: datetime = Field(sa_column=instant())
    ends_at: datetime = Field(sa_column=instant())
    reason: str = ""


class ClosureRow(Row, table=True):
    """A holiday of one location or of all; both dates are closed."""

    __tablename__ = "closure"
    __table_args__ = (CheckConstraint("last_on >= first_on", name="dates_in_order"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    location_id: str | None = Field(
        default=None, sa_column=reference_to("location.id", nullable=True)
    )
    first_on: date
    last_on: date
    name: str = ""


class ContactRow(Row, table=True):
    """A person in the address book; `phone` is E.164, and nobody else's.

    `search_text` is name and e-mail without case and accents: SQLite folds ASCII only.
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index(
            "contact_phone_uq",
            "phone",
            unique=True,
            sqlite_where=text("phone <> '' AND archived_at IS NULL"),
            postgresql_where=text("phone <> '' AND archived_at IS NULL"),
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str
    phone: str = Field(default="", index=True)
    email: str = Field(default="", index=True)
    search_text: str = ""
    notes: str = ""
    created_at: datetime = Field(sa_column=instant())
    archived_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class ConversationRow(Row, table=True):
    """Where a contact writes to us, such as a WhatsApp thread."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("channel", "external_id", name="conversation_channel_external_id_uq"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    contact_id: str = Field(sa_column=reference_to("contact.id"))
    channel: str
    external_id: str
    last_message_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
