"""The reasons offered for cancelling: one is added at a time, and refused with a sentence."""

import pytest

from bookings_app.domain.errors import Invalid
from bookings_app.domain.workspace import with_reason

TWELVE = tuple(f"Reason {number}" for number in range(12))


def test_a_reason_is_trimmed_and_comes_last() -> None:
    assert with_reason((), " Flu ") == ("Flu",)
    assert with_reason(("Flu",), "Weather") == ("Flu", "Weather")
    assert with_reason(TWELVE[:11], "x" * 80) == (*TWELVE[:11], "x" * 80)


@pytest.mark.parametrize(
    ("reasons", "added", "sentence"),
    [
        (("Flu",), " ", "Enter a reason."),
        (("Flu",), "\u200b", "Enter a reason."),
        (("Flu",), "FLU", "This reason is in the list already."),
        (TWELVE, "One more", "Keep 12 reasons at most: remove one first."),
        (("Flu",), "x" * 81, "The reason is too long: at most 80 characters."),
    ],
)
def test_a_reason_that_cannot_be_taken_says_why(
    reasons: tuple[str, ...], added: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        with_reason(reasons, added)

    assert refused.value.errors == (("reason", sentence),)
