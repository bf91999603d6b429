"""Refusals as programs read them."""

from collections.abc import Iterator

import pytest

from bookings_app.api.errors import refused, status_of
from bookings_app.domain.errors import BookingError, BookingNotFound, Invalid


def kinds(of: type[BookingError] = BookingError) -> Iterator[type[BookingError]]:
    """Every refusal there is."""
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


@pytest.mark.parametrize("kind", sorted(set(kinds()), key=str))
def test_every_refusal_has_a_status(kind: type[BookingError]) -> None:
    assert 400 <= status_of(kind) < 600


def test_a_problem_says_what_went_wrong_and_what_to_do_next() -> None:
    answer = refused(BookingNotFound("bk-1"))

    assert answer.status_code == 404
    assert answer.media_type == "application/problem+json"
    assert bytes(answer.body) == (
        b'{"type":"about:blank","title":"Not Found","status":404,"code":"not_found",'
        b'"detail":"This booking does not exist, or you may not see it."}'
    )


def test_a_problem_names_every_wrong_field() -> None:
    answer = refused(Invalid([("name", "Enter a name.")]))

    assert b'"errors":[{"field":"name","message":"Enter a name."}]' in bytes(answer.body)
