"""The data: keys of programs, and what was answered to them once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field

from bookings_app.db.tables import Row, instant
from bookings_app.db.types import new_id


def words() -> Column[Any]:
    """A column that holds a list of words."""
    return Column(JSON, nullable=False)


class KeyRow(Row, table=True):
    """A program's key; the key itself is known to whoever was given it only.

    `hint` is its end, to tell keys apart. An empty list of ids is no limit.
    """

    __tablename__ = "api_key"
    __table_args__ = (CheckConstraint("kind IN ('api', 'ai_agent')", name="kind_known"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    kind: str
    name: str
    secret_hash: str = Field(unique=True)
    hint: str
    scopes: list[str] = Field(default_factory=list, sa_column=words())
    location_ids: list[str] = Field(default_factory=list, sa_column=words())
    service_ids: list[str] = Field(default_factory=list, sa_column=words())
    provider_ids: list[str] = Field(default_factory=list, sa_column=words())
    created_by_name: str
    created_at: datetime = Field(sa_column=instant())
    expires_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    used_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))
    revoked_at: datetime | None = Field(default=None, sa_column=instant(nullable=True))


class AnswerRow(Row, table=True):
    """What a request under an Idempotency-Key was answered: the same one gets it again."""

    __tablename__ = "answer"

    owner: str = Field(primary_key=True)
    path: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    status: int
    body: str
    created_at: datetime = Field(sa_column=instant(index=True))
