"""The address that is printed while nobody can sign in."""

import re
from datetime import timedelta

import pytest

from bookings_app.cli.first_address import first_address
from bookings_app.domain.member import LinkPurpose
from bookings_app.usecases.links import LinkExpired, look_at_link
from tests.factories import NOON
from tests.members import given_member

pytestmark = pytest.mark.usefixtures("sqlite_database")


def token_in(lines: list[str]) -> str:
    """The token of the address among the lines."""
    (token,) = re.findall(
        r"^    https://bookings\.example/join\?token=(\S+)$", "\n".join(lines), re.M
    )
    return token


def printed() -> list[str]:
    return list(first_address("https://bookings.example", now=NOON))


def test_the_address_stands_alone_on_a_line_and_says_how_long_it_lasts() -> None:
    lines = printed()

    assert look_at_link(token_in(lines), now=NOON).purpose is LinkPurpose.FIRST_RUN
    assert lines[0] == (
        "Nobody can sign in yet. Whoever opens this address becomes the administrator:"
    )
    assert lines[-1] == (
        "It works once, for 24 hours. The next start prints another one in its place."
    )
    with pytest.raises(LinkExpired):
        look_at_link(token_in(lines), now=NOON + timedelta(hours=24))


def test_each_start_prints_another_one_in_the_place_of_the_one_before() -> None:
    before, after = token_in(printed()), token_in(printed())

    assert look_at_link(after, now=NOON).purpose is LinkPurpose.FIRST_RUN
    with pytest.raises(LinkExpired):
        look_at_link(before, now=NOON)


def test_nothing_is_printed_once_there_is_a_member() -> None:
    given_member()

    assert printed() == []
