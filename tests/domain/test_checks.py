"""What could be an id at all."""

import pytest

from bookings_app.domain.checks import could_be_id


@pytest.mark.parametrize("value", ["ee4db4a3-b1d3-40ae-8990-2896b76bb3f6", "key-1", "x" * 255, "'"])
def test_ids_are_opaque(value: str) -> None:
    assert could_be_id(value)


def test_what_no_database_takes_is_no_id() -> None:
    for value in ("", "x" * 256, "a\x00b", "\ud800", "two\nlines", "\u200b", "é"):
        assert not could_be_id(value)
