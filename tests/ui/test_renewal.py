"""An open page asks again for everything when the workspace or what its member may do changes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bookings_app.domain.access import Actor, ProviderVisibility, Role
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.workspace import Clock
from bookings_app.ui.format import clock_in_use
from bookings_app.ui.live.state import LiveState
from bookings_app.ui.live.tabs import News, OpenTabs, Tab
from bookings_app.ui.session import Entered, SessionState
from bookings_app.usecases.workspace import BEFORE_ANYTHING_IS_SAVED as OURS
from tests.factories import ADMIN, MANAGER, NOON, provider_actor

BEN = provider_actor("p-1")
BEN_SEES_MORE = replace(
    BEN, visibility=ProviderVisibility.ASSIGNED_SERVICES, service_ids=frozenset({"s-1"})
)


@pytest.fixture(autouse=True)
def clock_as_before() -> Iterator[None]:
    """What a page takes over for its own event only would stay here."""
    before = clock_in_use.set(Clock.TWENTY_FOUR_HOURS)
    yield
    clock_in_use.reset(before)


def entered(actor: Actor = MANAGER, *, time_zone: str | None = None, clock: str = "24h") -> Entered:
    return Entered(actor, time_zone, replace(OURS, clock=Clock(clock)))


def renewed(before: Entered | None, now: Entered) -> News:
    """What a page that listens as "today" is told."""
    tab = Tab("token", entered=before, listens={"today": lambda _: True})
    news = News(patches=[{"seq": 1, "op": "remove", "event": {"id": "b-1"}}])
    news.renew(tab, now)
    assert tab.entered == now
    return news


def test_a_page_that_is_as_it_was_entered_is_left_alone() -> None:
    news = renewed(entered(), entered())

    assert (news.entered, news.heard, len(news.patches)) == (None, set(), 1)


def test_a_changed_workspace_has_everything_asked_for_again() -> None:
    news = renewed(entered(), entered(clock="12h"))

    assert news.entered == entered(clock="12h")
    assert (news.heard, news.patches, news.hides) == ({"today"}, [], False)


def test_so_have_another_name_and_another_zone_of_the_member() -> None:
    assert renewed(entered(), entered(replace(MANAGER, name="Marta")))
    assert renewed(entered(), entered(time_zone="Asia/Tokyo")).entered is not None


def test_messages_leave_the_page_of_a_provider_who_sees_other_bookings_by_now() -> None:
    assert renewed(entered(BEN_SEES_MORE), entered(BEN)).hides
    assert renewed(entered(BEN), entered(BEN_SEES_MORE)).hides
    assert not renewed(entered(BEN), entered(BEN, clock="12h")).hides


def test_an_administrator_sees_the_same_whatever_providers_see() -> None:
    wider = replace(ADMIN, visibility=ProviderVisibility.ASSIGNED_SERVICES)

    assert not renewed(entered(ADMIN), entered(wider)).hides


def test_another_role_another_provider_and_another_member_may_do_other_things() -> None:
    for now in (
        replace(BEN, role=Role.MANAGER),
        replace(BEN, provider_id="p-2"),
        replace(BEN, id="member-2"),
    ):
        assert not entered(now).may_the_same(entered(BEN))
    assert entered(BEN_SEES_MORE, clock="12h").may_the_same(entered(BEN))


def test_a_manager_who_begins_to_take_bookings_keeps_the_page() -> None:
    takes_bookings = replace(MANAGER, provider_id="p-1")

    assert entered(takes_bookings).may_the_same(entered(MANAGER))
    assert not entered(replace(MANAGER, provider_id="p-2")).may_the_same(entered(takes_bookings))
    assert not entered(BEN).may_the_same(entered(replace(BEN, provider_id=None)))


def test_what_waits_for_a_page_is_dropped_when_it_asks_again() -> None:
    live = LiveState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] - so tests may
    live._take([{"seq": 3, "op": "remove", "event": {"id": "b-3"}}])

    live._renew(entered(clock="12h"))

    assert (live.patches, live.reload, live.renewed) == ([], 1, 1)


def test_a_page_keeps_what_it_was_entered_as_until_it_shows_something_else() -> None:
    tabs = OpenTabs()
    tab = tabs.attend("client", "token", page="/today", entered=entered())
    tabs.watch(tab, _anything(), since=1, draw=lambda _: {})

    assert tabs.attend("client", "token", page="/today", entered=None).entered == entered()
    assert tabs.attend("client", "token", page="/bookings").entered is None


def test_the_frame_says_whose_page_it_is_by_which_clock() -> None:
    session = SessionState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] - as above

    session._show(Entered(BEN, None, replace(OURS, name="Quiet Salon", time_zone="Asia/Tokyo")))
    assert (session.workspace_name, session.time_zone) == ("Quiet Salon", "Asia/Tokyo")
    assert (session.is_provider, session.sees_every_booking) == (True, False)
    assert session.time_format["hourCycle"] == "h23"

    session._show(entered(MANAGER, time_zone="Europe/Madrid", clock="12h"))
    assert (session.is_provider, session.sees_every_booking) == (False, True)
    assert (session.time_zone, session.day_ends) == ("Europe/Madrid", "12:00 am")
    assert session.time_format["hourCycle"] == "h12"


def _anything() -> BookingFilter:
    return BookingFilter(starts_before=NOON + timedelta(days=1), ends_after=NOON)
