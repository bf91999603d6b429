"""One hub per worker: turns new changes into patches for each open page."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import reflex as rx

from bookings_app.domain.access import Actor
from bookings_app.ui.live.state import LiveState
from bookings_app.ui.live.tabs import News, OpenTabs, Tab, news_for
from bookings_app.ui.live.words import words_for
from bookings_app.ui.notifications.state import NotificationState
from bookings_app.ui.notifications.words import sign_of
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import changes, sessions
from bookings_app.usecases.notifications import unread_counts
from bookings_app.usecases.views import CalendarEntry, ChangeView

logger = logging.getLogger(__name__)

# Changes of a burst travel together.
_GATHER_SECONDS = 0.05
# Another process may have booked: how often to look.
_LOOK_SECONDS = 0.25
# An ended session is noticed without a change, too.
_SESSION_SECONDS = 1.5
# More messages than this in one round become one.
_MOST_SENTENCES = 3
_ROUND_LIMIT = 500


class Hub:
    """The pages of this worker, and the loop that keeps them true."""

    def __init__(self, tabs: OpenTabs) -> None:
        self._tabs = tabs
        self._told = 0

    @asynccontextmanager
    async def running(self, app: rx.App) -> AsyncIterator[None]:
        """Keep every page true while the application runs."""
        loop = asyncio.get_running_loop()
        self._told = await asyncio.to_thread(changes.newest_change)
        tasks = [
            asyncio.create_task(work, name=name)
            for name, work in (
                ("live-hub", self._follow(app)),
                ("live-look", self._look_for_commits()),
                ("live-sessions", self._look_after_sessions(app)),
            )
        ]
        try:
            with changes.listening(lambda: loop.call_soon_threadsafe(self._tabs.changed.set)):
                yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, app: rx.App) -> None:
        """Tell the pages whenever something has changed."""
        changed = self._tabs.changed
        while await changed.wait():
            await asyncio.sleep(_GATHER_SECONDS)
            changed.clear()
            try:
                await self._tell_pages(app)
            except Exception:  # the loop must survive a database that is away
                logger.exception("changes could not be told; trying again")
                await asyncio.sleep(_LOOK_SECONDS)
                changed.set()

    async def _look_for_commits(self) -> None:
        """Wake when another process has written to the database."""
        seen = None
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                now_at = await asyncio.to_thread(changes.commits_elsewhere)
            except Exception:  # as above
                logger.exception("the database could not be asked for changes")
                continue
            if now_at != seen:
                seen = now_at
                self._tabs.changed.set()

    async def _look_after_sessions(self, app: rx.App) -> None:
        """Let pages go whose session has ended."""
        while True:
            await asyncio.sleep(_SESSION_SECONDS)
            try:
                await self._ring_bells(app)
            except Exception:  # as above
                logger.exception("sessions could not be looked at")

    async def _tell_pages(self, app: rx.App) -> None:
        """One round: read what is new once, then tell each page its part."""
        watching = (tab.told for tab in self._tabs.by_client.values() if tab.filter)
        first_told = min([self._told, *watching])
        news = await asyncio.to_thread(changes.list_changes, first_told, limit=_ROUND_LIMIT)
        if not news:
            return
        known = await asyncio.to_thread(
            changes.entries_for_changes, {change.booking_id for change in news}
        )
        before, self._told = self._told, max(self._told, news[-1].number)
        pushes: list[Awaitable[None]] = []
        standing = await self._standing(app)
        unread = await _unread(standing)
        for token, (tab, actor) in standing.items():
            told = news_for(tab, actor, news, known, after=before)
            told.unread = _new_count(tab, unread.get(actor.id, 0))
            if tab.told < first_told:  # it watches since just now: the next round has all of it
                told.patches = []
            else:
                tab.told = max(tab.told, news[-1].number)
            if told:
                pushes.append(self._push(app, token, told, known))
        await asyncio.gather(*pushes)
        if len(news) == _ROUND_LIMIT:
            self._tabs.changed.set()

    async def _standing(self, app: rx.App) -> dict[str, tuple[Tab, Actor]]:
        """The open pages with a session that still stands; the others are let go."""
        self._tabs.keep_only(local_clients(app))
        tabs = dict(self._tabs.by_client)
        actors = await asyncio.to_thread(
            sessions.sessions_stand,
            {tab.session_token for tab in tabs.values()},
            now=datetime.now(UTC),
        )
        standing: dict[str, tuple[Tab, Actor]] = {}
        for token, tab in tabs.items():
            actor = actors.get(tab.session_token)
            if actor is not None:
                standing[token] = (tab, actor)
            elif self._tabs.by_client.get(token) is tab:
                del self._tabs.by_client[token]
                await self._let_go(app, token)
        return standing

    async def _ring_bells(self, app: rx.App) -> None:
        """Have each bell say how many are unread: they may have been read elsewhere."""
        standing = await self._standing(app)
        unread = await _unread(standing)
        for token, (tab, actor) in standing.items():
            told = News(unread=_new_count(tab, unread.get(actor.id, 0)))
            if told:
                await self._push(app, token, told, {})

    async def _push(
        self, app: rx.App, token: str, news: News, entries: Mapping[str, CalendarEntry]
    ) -> None:
        """Send one page all of its news at once; a broken page stops no other."""
        try:
            async with app.modify_state(_state_token(token)) as state:
                live = await state.get_state(LiveState)
                live._take(news.patches)
                live._hear(news.heard)
                toasts = await state.get_state(Toasts)
                _say(toasts, news.to_say, entries)
                if news.unread is not None:
                    (await state.get_state(NotificationState)).unread = news.unread
        except Exception:  # one broken tab must not stop the others
            logger.exception("a page could not be brought up to date")

    async def _let_go(self, app: rx.App, token: str) -> None:
        """Tell a page that its session has ended: it shows nothing more."""
        try:
            async with app.modify_state(_state_token(token)) as state:
                live = await state.get_state(LiveState)
                live.patches = []
                live.signed_out = True
        except Exception:  # as above
            logger.exception("a page could not be signed out")


def local_clients(app: rx.App) -> set[str]:
    """The client tokens with an open socket in this worker (Reflex keeps them privately)."""
    namespace = app.event_namespace
    if namespace is None:
        return set()
    sockets = namespace._token_manager
    return {
        token
        for token, record in sockets.token_to_socket.items()
        if record.instance_id == sockets.instance_id
    }


async def _unread(standing: Mapping[str, tuple[Tab, Actor]]) -> dict[str, int]:
    """How many notifications each of these members has not read."""
    members = {actor.id for _, actor in standing.values()}
    return await asyncio.to_thread(unread_counts, members) if members else {}


def _new_count(tab: Tab, unread: int) -> int | None:
    """What the bell of a page must say now; None when it says so already."""
    if tab.unread == unread:
        return None
    tab.unread = unread
    return unread


def _state_token(client_token: str) -> rx.BaseStateToken:
    return rx.BaseStateToken(ident=client_token, cls=LiveState)


def _say(
    toasts: Toasts,
    news: list[tuple[ChangeView, CalendarEntry]],
    entries: Mapping[str, CalendarEntry],
) -> None:
    if len(news) > _MOST_SENTENCES:
        toasts._say(f"{len(news)} changes to bookings were made just now.")
        return
    for change, entry in news:
        told = words_for(change, entry, entries)
        sign = sign_of(str(change.after.get("status", "")))
        toasts._say(told.sentence(), line=told.line, sign=sign, booking_id=entry.id)
