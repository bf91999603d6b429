"""The data: secret addresses at which a calendar can be read without signing in."""

from datetime import datetime

from sqlmodel import Field

from bookings_app.db.tables import Row, instant


class CalendarFeedRow(Row, table=True):
    """Where a member's other programs read a provider's calendar: one address for each.

    `secret` is sealed where there are keys; it is found by its hash.
    """

    __tablename__ = "calendar_feed"

    member_id: str = Field(primary_key=True, foreign_key="member.id")
    provider_id: str = Field(primary_key=True, foreign_key="provider.id", index=True)
    secret: str
    secret_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_column=instant())
