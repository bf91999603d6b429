"""The data: links that work once, for whoever was sent one."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from bookings_app.db.tables import Row, instant, reference_to


class OneTimeLinkRow(Row, table=True):
    """A link that somebody holds; its token is only in the link itself.

    An invitation says who is invited; a new password and the first run name nobody else.
    """

    __tablename__ = "one_time_link"
    __table_args__ = (
        CheckConstraint("purpose IN ('invitation', 'password', 'first_run')", name="purpose_known"),
        CheckConstraint(
            "purpose <> 'password' OR member_id IS NOT NULL", name="password_of_member"
        ),
    )

    token_hash: str = Field(primary_key=True)
    purpose: str
    member_id: str | None = Field(default=None, sa_column=reference_to("member.id", nullable=True))
    email: str = ""
    name: str = ""
    role: str = ""
    provider_id: str | None = Field(
        default=None, sa_column=reference_to("provider.id", nullable=True)
    )
    created_by_name: str = ""
    created_at: datetime = Field(sa_column=instant())
    expires_at: datetime = Field(sa_column=instant())
