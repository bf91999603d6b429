"""Two people change the same thing."""

from dataclasses import replace
from datetime import date

import pytest

from bookings_app.domain.catalog import NewService
from bookings_app.domain.merging import ChangedMeanwhile, changed_by_others, merged

READ = NewService(name="Haircut", duration_minutes=30, location_ids=("a", "b"))


def test_what_each_of_two_people_changed_stands() -> None:
    mine = replace(READ, name="Shave")
    theirs = replace(READ, duration_minutes=45, requires_approval=True)

    result = merged(mine, read=READ, stored=theirs)

    assert result == replace(READ, name="Shave", duration_minutes=45, requires_approval=True)
    assert changed_by_others(result, read=READ, wanted=mine) == [
        "duration_minutes",
        "requires_approval",
    ]


def test_the_same_change_twice_is_no_collision() -> None:
    both = replace(READ, duration_minutes=45)

    assert merged(both, read=READ, stored=both) == both
    assert changed_by_others(both, read=READ, wanted=both) == []


def test_of_ids_what_each_added_and_took_away_counts() -> None:
    mine = replace(READ, location_ids=("a", "b", "c"))
    theirs = replace(READ, location_ids=("b", "d"))

    assert merged(mine, read=READ, stored=theirs).location_ids == ("b", "d", "c")
    assert merged(theirs, read=READ, stored=mine).location_ids == ("b", "c", "d")


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "said"),
    [
        ("name", "Shave", "Trim", "to “Trim”."),
        ("description", "Long", "", "to nothing."),
        ("duration_minutes", 40, 1, "to 1 minute."),
        ("booking_window_days", 3, 30, "to 30 days."),
        ("slot_step_minutes", 10, None, "to nothing."),
        ("available_from", date(2026, 3, 1), date(2026, 4, 1), "to 2026-04-01."),
    ],
)
def test_a_field_that_both_changed_is_refused_with_the_others_word(
    field: str, mine: object, theirs: object, said: str
) -> None:
    read = replace(READ, description="Short", slot_step_minutes=15)
    wanted = replace(read, requires_approval=True, **{field: mine})

    with pytest.raises(ChangedMeanwhile, match=said) as refused:
        merged(wanted, read=read, stored=replace(read, **{field: theirs}))

    assert [name for name, _ in refused.value.errors] == [field]
    assert refused.value.stored == {field: theirs}
