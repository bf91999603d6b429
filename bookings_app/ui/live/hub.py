"""One hub per worker: turns new changes into patches for each open page."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import reflex as rx

from bookings_app.domain.access import Actor
from bookings_app.ui.calendars.notice import CalendarNoticeState
from bookings_app.ui.format import clock_in_use
from bookings_app.ui.live.state import LiveState
from bookings_app.ui.live.tabs import News, OpenTabs, Tab, news_for
from bookings_app.ui.live.words import words_for
from bookings_app.ui.notifications.state import NotificationState
from bookings_app.ui.notifications.words import sign_of
from bookings_app.ui.session import Entered, SessionState
from bookings_app.ui.toasts import Toasts
from bookings_app.usecases import changes, sessions
from bookings_app.usecases.google_overview import CalendarTrouble, calendar_troubles, known_to
from bookings_app.usecases.notifications import unread_counts
from bookings_app.usecases.sessions import SignedIn
from bookings_app.usecases.views import CalendarEntry, ChangeView, Workspace
from bookings_app.usecases.workspace import workspace

logger = logging.getLogger(__name__)

# Changes of a burst travel together.
_GATHER_SECONDS = 0.05
# Another process may have booked: how often to look.
_LOOK_SECONDS = 0.25
# Sessions end and rights change without a booking's change: so many looks are one round.
_LOOKS_OF_A_ROUND = 4
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
        """Wake when another process has written to the database, and now and then anyway."""
        seen = None
        for look in itertools.count():
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                now_at = await asyncio.to_thread(changes.commits_elsewhere)
            except Exception:  # as above
                logger.exception("the database could not be asked for changes")
                continue
            if now_at != seen or look % _LOOKS_OF_A_ROUND == 0:
                seen = now_at
                self._tabs.changed.set()

    async def _tell_pages(self, app: rx.App) -> None:
        """One round: read what is new once, then tell each page its part."""
        watching = (tab.told for tab in self._tabs.by_client.values() if tab.filter)
        first_told = min([self._told, *watching])
        news = await asyncio.to_thread(changes.list_changes, first_told, limit=_ROUND_LIMIT)
        known = await _entries_of(news)
        newest = news[-1].number if news else 0
        before, self._told = self._told, max(self._told, newest)
        pushes: list[Awaitable[None]] = []
        standing = await self._standing(app)
        unread = await _unread(standing)
        troubles = await asyncio.to_thread(calendar_troubles)
        for token, (tab, entered) in standing.items():
            told = news_for(tab, entered.actor, news, known, after=before)
            told.unread = _new_count(tab, unread.get(entered.actor.id, 0))
            told.troubles = _new_troubles(tab, known_to(entered.actor, troubles))
            if tab.told < first_told:  # it watches since just now: the next round has all of it
                told.patches = []
            else:
                tab.told = max(tab.told, newest)
            told.renew(tab, entered)
            if told:
                pushes.append(self._push(app, token, entered.actor, told, known))
        await asyncio.gather(*pushes)
        if len(news) == _ROUND_LIMIT:
            self._tabs.changed.set()

    async def _standing(self, app: rx.App) -> dict[str, tuple[Tab, Entered]]:
        """The open pages whose session stands, each as whom it is by now; others are ended.

        So is a page of somebody who may do other things by now: it is to be opened anew.
        """
        self._tabs.keep_only(local_clients(app))
        tabs = dict(self._tabs.by_client)
        signed_in = await asyncio.to_thread(
            sessions.sessions_stand,
            {tab.session_token for tab in tabs.values()},
            now=datetime.now(UTC),
        )
        ours = await asyncio.to_thread(workspace)
        clock_in_use.set(ours.clock)
        standing: dict[str, tuple[Tab, Entered]] = {}
        for token, tab in tabs.items():
            entered = _entered(signed_in.get(tab.session_token), ours)
            if entered and (tab.entered is None or entered.may_the_same(tab.entered)):
                standing[token] = (tab, entered)
            elif self._tabs.by_client.get(token) is tab:
                del self._tabs.by_client[token]
                await self._end(app, token)
        return standing

    async def _push(
        self,
        app: rx.App,
        token: str,
        actor: Actor,
        news: News,
        entries: Mapping[str, CalendarEntry],
    ) -> None:
        """Send one page all of its news at once; a broken page stops no other."""
        try:
            async with app.modify_state(_state_token(token)) as state:
                live = await state.get_state(LiveState)
                toasts = await state.get_state(Toasts)
                if news.entered is not None:
                    (await state.get_state(SessionState))._show(news.entered)
                    live._renew(news.entered)
                if news.hides:
                    toasts.waiting = []
                live._take(news.patches)
                live._hear(news.heard)
                _say(toasts, news.to_say, entries)
                if news.unread is not None:
                    (await state.get_state(NotificationState)).unread = news.unread
                if news.troubles is not None:
                    (await state.get_state(CalendarNoticeState))._show(actor, news.troubles)
        except Exception:  # one broken tab must not stop the others
            logger.exception("a page could not be brought up to date")

    async def _end(self, app: rx.App, token: str) -> None:
        """Empty a page and have it loaded anew, as whoever its session makes it by then."""
        try:
            async with app.modify_state(_state_token(token)) as state:
                root = state._get_root_state()
                root.reset()
                (await root.get_state(SessionState))._unbind()
                (await root.get_state(LiveState)).ended = True
        except Exception:  # as above
            logger.exception("a page could not be ended")


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


def _entered(found: SignedIn | None, ours: Workspace) -> Entered | None:
    return Entered(found.actor, found.time_zone, ours) if found else None


async def _entries_of(news: Sequence[ChangeView]) -> dict[str, CalendarEntry]:
    """The bookings that something happened to, as they are now."""
    changed = {change.booking_id for change in news}
    return await asyncio.to_thread(changes.entries_for_changes, changed) if changed else {}


async def _unread(standing: Mapping[str, tuple[Tab, Entered]]) -> dict[str, int]:
    """How many notifications each of these members has not read."""
    members = {entered.actor.id for _, entered in standing.values()}
    return await asyncio.to_thread(unread_counts, members) if members else {}


def _new_count(tab: Tab, unread: int) -> int | None:
    """What the bell of a page must say now; None when it says so already."""
    if tab.unread == unread:
        return None
    tab.unread = unread
    return unread


def _new_troubles(
    tab: Tab, troubles: Sequence[CalendarTrouble]
) -> Sequence[CalendarTrouble] | None:
    """Which calendars a page must say are in trouble; None when it says so already."""
    if tab.troubles == troubles:
        return None
    tab.troubles = troubles
    return troubles


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
