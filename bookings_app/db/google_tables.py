"""The data: Google accounts of providers, their calendars, and what is known to be in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from bookings_app.db.tables import Row, instant, reference_to
from bookings_app.db.types import new_id


class GoogleAccountRow(Row, table=True):
    """A provider's Google account.

    `refresh_token` is sealed, `scopes` are those that were granted, with spaces between.
    `status` is connected; reconnect, when Google takes the token no more; or leaving, while
    events are taken out of a calendar that is given up. `reason` says why, in a sentence.
    With `apply_alone` what is moved or deleted in Google is done here without asking.
    """

    __tablename__ = "google_account"
    __table_args__ = (
        CheckConstraint("status IN ('connected', 'reconnect', 'leaving')", name="status_known"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    provider_id: str = Field(foreign_key="provider.id", unique=True)
    email: str = ""
    refresh_token: str
    scopes: str
    status: str = "connected"
    reason: str = ""
    token_expires_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    apply_alone: bool = False
    connected_by_name: str
    connected_at: datetime = Field(sa_column=instant())
    last_ok_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    last_error: str = ""


class GoogleCalendarRow(Row, table=True):
    """A calendar of an account: bookings are written to one of them, events of some block.

    Events may be changed in those that are the account's own.
    `sync_token` continues from the last good look, at `polled_at`; the whole calendar is
    known until `window_until`. `failing_since` is when looks began to fail.
    """

    __tablename__ = "google_calendar"
    __table_args__ = (
        UniqueConstraint("account_id", "google_id", name="google_calendar_account_id_google_id_uq"),
        Index(
            "google_calendar_writes_uq",
            "account_id",
            unique=True,
            sqlite_where=text("writes"),
            postgresql_where=text("writes"),
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    account_id: str = Field(foreign_key="google_account.id")
    google_id: str
    name: str
    time_zone: str
    is_own: bool = False
    writes: bool = False
    blocks: bool = False
    sync_token: str = ""
    window_until: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    polled_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    failing_since: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class CalendarLinkRow(Row, table=True):
    """The event in Google that a booking has, or is about to have: noted before it is made.

    An id is never free again: the next event of the same booking is of the next
    `generation`. `synced_version` stands for what was written last; it is empty until that
    is known to be there. `inbound` says what a person did to it over there, until somebody
    decides: moved, to `moved_starts_at` and `moved_ends_at`, or deleted.
    """

    __tablename__ = "calendar_link"
    __table_args__ = (
        UniqueConstraint("calendar_id", "event_id", name="calendar_link_calendar_id_event_id_uq"),
        CheckConstraint("inbound IN ('', 'moved', 'deleted')", name="inbound_known"),
        CheckConstraint(
            "inbound <> 'moved' OR (moved_starts_at IS NOT NULL AND moved_ends_at IS NOT NULL)",
            name="moved_somewhere",
        ),
        Index(
            "calendar_link_undecided_ix",
            "inbound",
            "booking_id",
            sqlite_where=text("inbound <> ''"),
            postgresql_where=text("inbound <> ''"),
        ),
    )

    booking_id: str = Field(primary_key=True, foreign_key="booking.id")
    calendar_id: str = Field(foreign_key="google_calendar.id")
    event_id: str
    generation: int = 0
    etag: str = ""
    synced_version: str = ""
    inbound: str = ""
    moved_starts_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    moved_ends_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    updated_at: datetime = Field(sa_column=instant())


class BusyBlockRow(Row, table=True):
    """When an event in a provider's calendar keeps them busy. What it is called is not kept."""

    __tablename__ = "busy_block"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="has_length"),
        Index("busy_block_provider_id_starts_at_ix", "provider_id", "starts_at"),
        Index("busy_block_calendar_id_event_id_ix", "calendar_id", "event_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    calendar_id: str = Field(sa_column=reference_to("google_calendar.id", index=False))
    provider_id: str = Field(sa_column=reference_to("provider.id", index=False))
    event_id: str
    starts_at: datetime = Field(sa_column=instant())
    ends_at: datetime = Field(sa_column=instant())


class GoogleSignInRow(Row, table=True):
    """Somebody who goes to Google's consent page; works once, for the session that began it.

    Who comes back brings a `code`, which is kept sealed until it is exchanged; `outcome` is
    how that ended, until whoever waits was `told`.
    """

    __tablename__ = "google_sign_in"

    state_hash: str = Field(primary_key=True)
    session_hash: str
    provider_id: str = Field(foreign_key="provider.id")
    verifier: str
    code: str = ""
    by_name: str = ""
    outcome: str = ""
    told: bool = False
    created_at: datetime = Field(sa_column=instant(index=True))


class InstallationRow(Row, table=True):
    """Which installation this database belongs to: one row. Another one is a copy."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    fingerprint: str
    confirmed_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    confirmed_by_name: str = ""
