"""The open pages of this worker, and what each of them may be told."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bookings_app.domain.access import Actor, visible_bookings
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.news import is_news
from bookings_app.ui.session import Entered
from bookings_app.usecases.calendar_blocks import calendar_block
from bookings_app.usecases.google_overview import CalendarTrouble
from bookings_app.usecases.views import CalendarEntry, ChangeView

# How a page draws a booking of its calendar.
Draw = Callable[[CalendarEntry], dict[str, Any]]

# Whether a page wants to hear of what happens to a booking.
Concerns = Callable[[CalendarEntry], bool]


@dataclass(slots=True)
class Tab:
    """One open page: whose session it has, where it is, and what it shows.

    `filter` are the range and filters of its calendar, drawn by `draw`; `told` is the
    number of the newest change that has been told of, `unread` how many notifications
    its bell shows, `troubles` which calendars it says are in trouble; None is not known yet.
    `listens` has what it is told of without a calendar, by name. `entered` is as whom it
    was shown last, and by which rules.
    """

    session_token: str
    page: str = ""
    entered: Entered | None = None
    filter: BookingFilter | None = None
    draw: Draw = calendar_block
    told: int = 0
    unread: int | None = None
    troubles: Sequence[CalendarTrouble] | None = None
    listens: dict[str, Concerns] = field(default_factory=dict)


class OpenTabs:
    """The open pages, by client token. Touched on the event loop only."""

    def __init__(self) -> None:
        self.by_client: dict[str, Tab] = {}
        self.changed = asyncio.Event()

    def attend(
        self, client_token: str, session_token: str, *, page: str, entered: Entered | None = None
    ) -> Tab:
        """Tell the page of changes from now on, as the member of that session.

        One that shows something else than before has to say anew what that is.
        """
        tab = self.by_client.get(client_token)
        if tab is None or (tab.session_token, tab.page) != (session_token, page):
            tab = self.by_client[client_token] = Tab(session_token, page, entered)
        return tab

    def watch(self, tab: Tab, shown: BookingFilter, *, since: int, draw: Draw) -> None:
        """Patch the page's calendar: what came after change `since`, and what will come."""
        tab.filter, tab.told, tab.draw = shown, since, draw
        self.changed.set()

    def keep_only(self, client_tokens: set[str]) -> None:
        """Forget the pages that have gone."""
        self.by_client = {
            token: tab for token, tab in self.by_client.items() if token in client_tokens
        }


# One per worker: it is about the sockets of this process, not about anybody's page.
open_tabs = OpenTabs()


@dataclass(slots=True)
class News:
    """What one page is told in one round; `unread` is None when its bell stays as it is.

    So is `troubles` when it says already which calendars are in trouble.
    `entered` is there when the page has to ask for everything again: its member sees other
    bookings than before, or the workspace was changed.
    """

    patches: list[dict[str, Any]] = field(default_factory=list)
    to_say: list[tuple[ChangeView, CalendarEntry]] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)
    unread: int | None = None
    troubles: Sequence[CalendarTrouble] | None = None
    entered: Entered | None = None
    hides: bool = False

    def __bool__(self) -> bool:
        said = self.patches or self.to_say or self.heard or self.entered
        return bool(said) or self.unread is not None or self.troubles is not None

    def renew(self, tab: Tab, entered: Entered) -> None:
        """Have the page ask again when it was shown as something else than `entered`."""
        if tab.entered == entered:
            return
        self.hides = tab.entered is None or not entered.sees_the_same(tab.entered)
        self.entered, self.patches = entered, []
        self.heard |= set(tab.listens)
        tab.entered = entered


def news_for(
    tab: Tab,
    actor: Actor,
    changes: Iterable[ChangeView],
    entries: Mapping[str, CalendarEntry],
    *,
    after: int = 0,
) -> News:
    """What `tab` is told of `changes`: nothing that `actor` could not have asked for.

    Up to change `after` others were told already: those are for its calendar only.
    """
    visibility = visible_bookings(actor)
    latest: dict[str, dict[str, Any]] = {}
    news = News()
    for change in changes:
        entry = entries.get(change.booking_id)
        if entry is None or not visibility.covers(entry):
            continue
        if change.number > after:
            news.heard |= {name for name, concerns in tab.listens.items() if concerns(entry)}
            if change.by_id != actor.id and is_news(change.what, change.after):
                news.to_say.append((change, entry))
        patch = _patch(tab, change.number, entry)
        if patch is not None and change.number > tab.told:
            latest[entry.id] = patch
    news.patches = sorted(latest.values(), key=lambda patch: patch["seq"])
    return news


def _patch(tab: Tab, number: int, entry: CalendarEntry) -> dict[str, Any] | None:
    """How the calendar of `tab` must change; None when the booking is not in its range."""
    if tab.filter is None or not tab.filter.could_hold(entry):
        return None
    if tab.filter.holds(entry):
        return {"seq": number, "op": "upsert", "event": tab.draw(entry)}
    return {"seq": number, "op": "remove", "event": {"id": entry.id}}
