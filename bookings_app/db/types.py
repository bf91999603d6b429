"""The data: how instants, ids and references are stored."""

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

# Without 0/O, 1/I/L and U, which people mishear or misread.
_REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive ones, stores UTC, gives back aware UTC.

    SQLite stores text of one fixed width, so that comparing text compares instants.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - as SQLAlchemy has it
        """Turn an aware instant into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value!r} has no time zone"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401 - as above
        """Read SQLite's text in one go: a month of a team is thousands of instants."""
        if dialect.name == "sqlite":
            return _from_text
        return super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware instant in UTC."""
        return None if value is None else value.astimezone(UTC)


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


def new_id() -> str:
    """A fresh id: a UUID as text."""
    return str(uuid4())


def new_reference() -> str:
    """A short reference that people can read out, such as BK-7K2MQX."""
    return "BK-" + "".join(secrets.choice(_REFERENCE_LETTERS) for _ in range(6))
