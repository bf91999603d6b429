"""Looking at a database from outside: plain SQL over a plain connection."""

import sqlite3
from contextlib import closing
from typing import Any, LiteralString

import psycopg

_HOLDING = "('pending', 'confirmed', 'completed')"

_OVERLAPS = f"""
    SELECT count(*) FROM booking AS one JOIN booking AS other
    ON one.provider_id = other.provider_id AND one.id < other.id
    AND one.blocks_from < other.blocks_to AND other.blocks_from < one.blocks_to
    WHERE one.status IN {_HOLDING} AND other.status IN {_HOLDING}
"""


def overlaps(url: str) -> int:
    """How many pairs of bookings hold the same time of the same provider."""
    ((count,),) = _ask(url, _OVERLAPS)
    return int(count)


def stored_ids(url: str) -> set[str]:
    """The ids of all bookings."""
    return {id_ for (id_,) in _ask(url, "SELECT id FROM booking")}


def _ask(url: str, question: LiteralString) -> list[tuple[Any, ...]]:
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(question).fetchall()
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchall()
