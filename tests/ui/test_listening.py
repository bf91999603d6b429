"""What a page without a calendar hears of: what it asked for, and its member may see."""

from collections.abc import Callable
from datetime import timedelta

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingSource, BookingStatus
from bookings_app.ui.live.tabs import OpenTabs, Tab, news_for
from bookings_app.usecases.views import CalendarEntry, ChangeView
from tests.factories import ADMIN, MANAGER, NOON, provider_actor

ENTRY = CalendarEntry(
    id="b-1",
    reference="BK-1",
    service_id="s-1",
    service_name="Haircut",
    location_id="l-1",
    location_name="Old Town",
    provider_id="p-1",
    provider_name="Ben",
    contact_id=None,
    customer_name="Ana Ruiz",
    starts_at=NOON,
    ends_at=NOON + timedelta(hours=1),
    time_zone="Europe/Madrid",
    status=BookingStatus.CONFIRMED,
    source=BookingSource.MANUAL,
)


def change(number: int, *, booking_id: str = "b-1", by: Actor = ADMIN) -> ChangeView:
    return ChangeView(
        number, booking_id, "confirmed", "member", by.id, by.name, NOON, {}, {}, reason=""
    )


def heard_by(
    actor: Actor, *changes: ChangeView, after: int = 0, **listens: Callable[[CalendarEntry], bool]
) -> set[str]:
    tab = Tab("token", listens=dict(listens))
    return news_for(tab, actor, changes, {"b-1": ENTRY}, after=after).heard


def test_only_what_it_concerns_is_heard() -> None:
    heard = heard_by(
        MANAGER,
        change(1),
        today=lambda entry: entry.provider_id == "p-1",
        booking=lambda entry: entry.id == "b-2",
    )

    assert heard == {"today"}


def test_ones_own_deeds_are_heard_too_for_another_page_did_them() -> None:
    assert heard_by(ADMIN, change(1, by=ADMIN), today=lambda _: True) == {"today"}


def test_nothing_is_heard_of_somebody_elses_booking() -> None:
    assert heard_by(provider_actor("p-2"), change(1), today=lambda _: True) == set()
    assert heard_by(provider_actor("p-1"), change(1), today=lambda _: True) == {"today"}


def test_what_was_told_before_is_not_heard_again() -> None:
    assert heard_by(MANAGER, change(4), after=4, today=lambda _: True) == set()
    assert heard_by(MANAGER, change(5), after=4, today=lambda _: True) == {"today"}


def test_a_page_that_shows_something_else_listens_no_more() -> None:
    tabs = OpenTabs()
    tabs.attend("client", "token", page="/today").listens["today"] = lambda _: True

    assert tabs.attend("client", "token", page="/today").listens.keys() == {"today"}
    assert tabs.attend("client", "token", page="/bookings").listens == {}


def test_neither_does_a_page_of_another_session() -> None:
    tabs = OpenTabs()
    tabs.attend("client", "token", page="/today").listens["today"] = lambda _: True

    assert tabs.attend("client", "another", page="/today").listens == {}
