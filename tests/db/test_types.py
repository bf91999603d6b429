"""How instants are stored: in, out, and compared."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bookings_app.db.tables import ContactRow
from bookings_app.db.types import new_reference
from bookings_app.db.unit_of_work import reading
from tests.db.rows import NOON, stored


@pytest.mark.usefixtures("database")
def test_an_instant_of_any_zone_comes_back_in_utc() -> None:
    stored(
        ContactRow,
        id="contact",
        created_at=datetime(2026, 3, 2, 13, tzinfo=ZoneInfo("Europe/Madrid")),
    )

    with reading() as look:
        created_at = look.session.get_one(ContactRow, "contact").created_at

    assert created_at == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert created_at.tzinfo is UTC


@pytest.mark.usefixtures("database")
def test_instants_sort_as_time_runs() -> None:
    instant = timedelta(microseconds=1)
    moments = [NOON - instant, NOON, NOON + instant, NOON + timedelta(milliseconds=1)]
    for moment in reversed(moments):
        stored(ContactRow, created_at=moment)

    with reading() as look:
        query = select(ContactRow.created_at).order_by(col(ContactRow.created_at))
        found = look.session.exec(query).all()

    assert found == moments


@pytest.mark.usefixtures("database")
def test_the_first_of_two_equal_wall_clock_times_comes_first() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    stored(ContactRow, id="first", created_at=datetime(2026, 10, 25, 2, 30, tzinfo=madrid))
    stored(ContactRow, id="second", created_at=datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=madrid))

    with reading() as look:
        query = select(ContactRow.id).order_by(col(ContactRow.created_at))
        assert look.session.exec(query).all() == ["first", "second"]


def test_references_can_be_read_out() -> None:
    assert all(set(new_reference()[3:]).isdisjoint("01ILOU") for _ in range(200))
