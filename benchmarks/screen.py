"""A page without a browser: it speaks Reflex's protocol over one websocket, as pages do."""

import asyncio
import json
from collections.abc import Callable
from time import perf_counter
from typing import Any
from uuid import uuid4

import aiohttp

Vars = dict[str, Any]

_NAMESPACE = "/_event,"
_SECONDS_TO_ANSWER = 60
_PATH = "/bookings"
_ROOT = "reflex___state____state"


def _full_name(module: str, state: str) -> str:
    """How the browser names a state: `ui.live.state` and `live_state`."""
    return f"{_ROOT}.bookings_app___{module.replace('.', '___')}____{state}"


LIVE = _full_name("ui.live.state", "live_state")
CALENDAR = _full_name("ui.calendar.state", "calendar_state")
WIZARD = _full_name("ui.new_booking.state", "new_booking_state")
TIMES = _full_name("ui.new_booking.time_state", "time_state")


class Screen:
    """One open page of a member, and what its vars show by now."""

    def __init__(self, url: str, browser: aiohttp.ClientSession, cookie: str) -> None:
        self._url = url
        self._browser = browser
        self._headers = {"Cookie": cookie, "Origin": url}
        self._shown: dict[str, Vars] = {}
        self._news = asyncio.Event()
        self._range: Vars = {}
        self.heard: dict[str, float] = {}

    async def open(self) -> None:
        """Load the page and wait until it knows who it is shown to."""
        address = f"{self._url.replace('http', 'ws', 1)}/_event/"
        query = {"token": str(uuid4()), "EIO": "4", "transport": "websocket"}
        self._socket = await self._browser.ws_connect(
            address, params=query, headers=self._headers, max_msg_size=0
        )
        await self._socket.receive_str()
        hello = {"event": _event(f"{_ROOT}.hydrate_and_load")}
        await self._socket.send_str(f"40{_NAMESPACE}{json.dumps(hello)}")
        self._listener = asyncio.create_task(self._listen())
        await self.until(self._is_hydrated)

    async def show(self, start: str, end: str) -> int:
        """Do what the calendar does when it is there; how many bookings it shows."""
        arrived = {"screen": "desktop", "browser_zone": "Europe/Madrid", "query": ""}
        await self.send(f"{CALENDAR}.arrive", arrived)
        await self.until(lambda: self.var(CALENDAR, "zone"))
        asked = {"start": start, "end": end}
        async with self._browser.get(
            f"{self._url}/api/ui/calendar", params=asked, headers=self._headers
        ) as response:
            response.raise_for_status()
            answer = await response.json()
        self._range = asked | {"change": answer["change"], "counts": {}}
        await self.send(f"{CALENDAR}.loaded", {"report": self._range})
        await self.until(lambda: self.var(CALENDAR, "known"))
        return len(answer["events"])

    def var(self, state: str, name: str) -> Any:  # noqa: ANN401 - whatever JSON can say
        """What a var shows."""
        return self._shown.get(state, {}).get(f"{name}_rx_state_")

    async def send(self, handler: str, payload: Vars | None = None) -> None:
        """Cause an event, as a click does."""
        message = json.dumps(["event", _event(handler, payload)])
        await self._socket.send_str(f"42{_NAMESPACE}{message}")

    async def until(self, is_so: Callable[[], Any]) -> None:
        """Wait until what is shown makes `is_so` true."""
        async with asyncio.timeout(_SECONDS_TO_ANSWER):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    async def close(self) -> None:
        """Close the page."""
        self._listener.cancel()
        await self._socket.close()

    def _is_hydrated(self) -> bool:
        return bool(self._shown.get(_ROOT, {}).get("is_hydrated_rx_state_"))

    async def _listen(self) -> None:
        async for message in self._socket:
            text = str(message.data)
            if text == "2":
                await self._socket.send_str("3")
            elif text.startswith(f"42{_NAMESPACE}"):
                name, update = json.loads(text[len(f"42{_NAMESPACE}") :])
                if name == "event":
                    await self._take(update)

    async def _take(self, update: Vars) -> None:
        """Show what came; where the calendar changed, say so, as the page's script does."""
        now = perf_counter()
        delta: dict[str, Vars] = update.get("delta") or {}
        for state, values in delta.items():
            self._shown.setdefault(state, {}).update(values)
        patches: list[Vars] = delta.get(LIVE, {}).get("patches_rx_state_") or []
        fresh = [each for each in patches if each["event"]["id"] not in self.heard]
        self.heard |= {each["event"]["id"]: now for each in fresh}
        self._news.set()
        if fresh:
            report = self._range | {"seen": fresh[-1]["seq"]}
            await self.send(f"{CALENDAR}.changed", {"report": report})


def _event(name: str, payload: Vars | None = None) -> Vars:
    page = {"pathname": _PATH, "query": {}, "asPath": _PATH}
    return {"name": name, "payload": payload or {}, "router_data": page}
