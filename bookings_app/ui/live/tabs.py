"""The open pages of this worker, and what each of them may be told."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bookings_app.domain.access import Actor, visible_bookings
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.news import is_news
from bookings_app.usecases.calendar_blocks import calendar_block
from bookings_app.usecases.views import CalendarEntry, ChangeView


@dataclass(slots=True)
class Tab:
    """One open page: whose session it has, and the range and filters of its calendar.

    `told` is the number of the newest change its calendar has been told of, `unread`
    how many notifications its bell shows; None is not known yet.
    """

    session_token: str
    filter: BookingFilter | None = None
    told: int = 0
    unread: int | None = None


class OpenTabs:
    """The open pages, by client token. Touched on the event loop only."""

    def __init__(self) -> None:
        self.by_client: dict[str, Tab] = {}
        self.changed = asyncio.Event()

    def attend(self, client_token: str, session_token: str) -> None:
        """Tell the page of changes from now on, as the member of that session."""
        tab = self.by_client.get(client_token)
        if tab is None or tab.session_token != session_token:
            self.by_client[client_token] = Tab(session_token)

    def watch(
        self, client_token: str, session_token: str, shown: BookingFilter, *, since: int
    ) -> None:
        """Patch the page's calendar: what came after change `since`, and what will come."""
        self.by_client[client_token] = Tab(session_token, shown, told=since)
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
    """What one page is told in one round."""

    patches: list[dict[str, Any]] = field(default_factory=list)
    to_say: list[tuple[ChangeView, CalendarEntry]] = field(default_factory=list)


def news_for(
    tab: Tab,
    actor: Actor,
    changes: Iterable[ChangeView],
    entries: Mapping[str, CalendarEntry],
) -> News:
    """What `tab` is told of `changes`: nothing that `actor` could not have asked for."""
    visibility = visible_bookings(actor)
    latest: dict[str, dict[str, Any]] = {}
    news = News()
    for change in changes:
        entry = entries.get(change.booking_id)
        if entry is None or not visibility.covers(
            provider_id=entry.provider_id,
            service_id=entry.service_id,
            contact_id=entry.contact_id,
        ):
            continue
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
        return {"seq": number, "op": "upsert", "event": calendar_block(entry)}
    return {"seq": number, "op": "remove", "event": {"id": entry.id}}
