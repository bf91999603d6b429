"""FilterState: what the calendar is narrowed down to, its view and date: the address has it all."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import reflex as rx

from bookings_app.domain.access import Actor
from bookings_app.domain.booking import BookingStatus
from bookings_app.domain.booking_filter import BookingFilter
from bookings_app.domain.checks import could_be_id
from bookings_app.ui.calendar import period as periods
from bookings_app.ui.calendar.period import View
from bookings_app.ui.calendar.report import iso_date
from bookings_app.ui.session import current_actor, signed_in
from bookings_app.ui.theme import STATUS_LOOKS
from bookings_app.usecases.listing import filter_choices
from bookings_app.usecases.views import Choice

KINDS = ("service", "location", "provider")
_LONGEST_SEARCH = 100
_NAMED_STATUSES = 2


class FilterState(rx.State):
    """Filters, view and date. `on` is a day of the period shown, as an ISO date."""

    service_id: str = ""
    location_id: str = ""
    provider_id: str = ""
    statuses: list[str] = []
    view: str = ""
    on: str = ""
    week_starts_on: int = 0
    services: list[dict[str, str]] = []
    locations: list[dict[str, str]] = []
    providers: list[dict[str, str]] = []
    search: str = ""
    open_menu: str = ""
    sheet_open: bool = False
    _zone: str = "UTC"

    @rx.event
    @signed_in
    async def choose(self, kind: str, choice_id: str) -> None:
        """One service, location or provider was picked; picked again, it is let go."""
        if kind in KINDS:
            before = getattr(self, f"{kind}_id")
            setattr(
                self,
                f"{kind}_id",
                "" if choice_id == before else _id(choice_id),
            )
            self._close_menu()

    @rx.event
    @signed_in
    async def pick(self, kind: str, choice_id: str) -> None:
        """The phone's own list says what is chosen; "" is all."""
        if kind in KINDS:
            setattr(self, f"{kind}_id", _id(choice_id))

    @rx.event
    @signed_in
    async def toggle_status(self, status: str) -> None:
        """A status was ticked or unticked."""
        if status in set(BookingStatus):
            ticked = set(self.statuses) ^ {status}
            self.statuses = [each.value for each in BookingStatus if each.value in ticked]

    @rx.event
    @signed_in
    async def clear(self, kind: str) -> None:
        """The × of one filter."""
        if kind == "status":
            self.statuses = []
        elif kind in KINDS:
            setattr(self, f"{kind}_id", "")

    @rx.event
    @signed_in
    async def clear_all(self) -> None:
        """The button after the last filter."""
        self.service_id = self.location_id = self.provider_id = ""
        self.statuses = []

    @rx.event
    @signed_in
    async def use_menu(self, kind: str, is_open: bool) -> None:
        """A filter's list opens, with what there is by now, or closes."""
        self._close_menu()
        if is_open is True and kind in (*KINDS, "status"):
            await self._load_choices(current_actor())
            self.open_menu = kind

    @rx.event
    @signed_in
    async def use_sheet(self, is_open: bool) -> None:
        """The phone's sheet of filters opens or closes."""
        self._close_menu()
        if is_open is True:
            await self._load_choices(current_actor())
        self.sheet_open = is_open is True

    @rx.event
    @signed_in
    async def search_for(self, text: str) -> None:
        """Something was typed above an open list."""
        self.search = str(text)[:_LONGEST_SEARCH]

    @rx.event
    @signed_in
    async def show_view(self, view: str | list[str]) -> None:
        """Month, week, day or list."""
        self._show(view)

    @rx.event
    @signed_in
    async def show_day(self, on: str) -> None:
        """A day's number was clicked."""
        if iso_date(on):
            self.on = on
            self._show(View.DAY)

    @rx.event
    @signed_in
    async def move(self, step: int) -> None:
        """The arrows beside the period."""
        self._move(1 if step > 0 else -1)

    @rx.event
    @signed_in
    async def show_today(self) -> None:
        """The Today button."""
        self._show_today()

    @rx.var
    def query(self) -> str:
        """All of it as the query of an address."""
        chosen = {
            "view": self.view,
            "date": self.on,
            "service": self.service_id,
            "location": self.location_id,
            "provider": self.provider_id,
            "status": ",".join(self.statuses),
        }
        return urlencode({name: value for name, value in chosen.items() if value}, safe=",")

    @rx.var
    def feed_params(self) -> dict[str, str]:
        """The filters as the feed is asked for them."""
        return {
            "service": self.service_id,
            "location": self.location_id,
            "provider": self.provider_id,
            "status": ",".join(self.statuses),
        }

    @rx.var
    def drawn_as(self) -> str:
        """The calendar's own name of the view; nothing before it is known."""
        return periods.DRAWN_AS[View(self.view)] if self.view else ""

    @rx.var
    def period_title(self) -> str:
        """The days shown, in words."""
        return periods.title(View(self.view), self._period()) if self.view else ""

    @rx.var
    def short_period_title(self) -> str:
        """The days shown, for a phone."""
        return periods.short_title(View(self.view), self._period()) if self.view else ""

    @rx.var
    def service_name(self) -> str:
        """What the set filter says."""
        return _name(self.services, self.service_id)

    @rx.var
    def location_name(self) -> str:
        """What the set filter says."""
        return _name(self.locations, self.location_id)

    @rx.var
    def provider_name(self) -> str:
        """What the set filter says."""
        return _name(self.providers, self.provider_id)

    @rx.var
    def status_names(self) -> str:
        """Two statuses are named, more are counted."""
        if len(self.statuses) > _NAMED_STATUSES:
            return f"{len(self.statuses)} statuses"
        return ", ".join(STATUS_LOOKS[BookingStatus(each)].label for each in self.statuses)

    @rx.var
    def ticked(self) -> dict[str, bool]:
        """Which statuses are chosen."""
        return {each.value: each.value in self.statuses for each in BookingStatus}

    @rx.var
    def set_filters(self) -> int:
        """How many of the four are set."""
        chosen = [self.service_id, self.location_id, self.provider_id, self.statuses]
        return sum(bool(each) for each in chosen)

    @rx.var
    def found(self) -> list[dict[str, str]]:
        """What the open list offers for what was typed above it."""
        lists = {"service": self.services, "location": self.locations, "provider": self.providers}
        offered = lists.get(self.open_menu, [])
        wanted = self.search.strip().casefold()
        return [each for each in offered if wanted in each["name"].casefold()]

    async def _load_choices(self, actor: Actor) -> None:
        found = await asyncio.to_thread(filter_choices, seen_by=actor)
        self.services = _choices(found.services)
        self.locations = _choices(found.locations)
        self.providers = _choices(found.providers)

    def _read(self, query: str, *, default_view: View) -> None:
        """Take over what an address says; what it does not say, or says wrongly, is the default."""
        said = {name: values[-1] for name, values in parse_qs(query.lstrip("?")).items()}
        for kind in KINDS:
            setattr(self, f"{kind}_id", _id(said.get(kind, "")))
        asked = said.get("status", "").split(",")
        self.statuses = [each.value for each in BookingStatus if each.value in asked]
        view = said.get("view", "")
        self.view = view if view in set(View) else default_view.value
        on = iso_date(said.get("date"))
        self.on = (on or self._today()).isoformat()

    def _filter(
        self, start: datetime, end: datetime, *, all_bookings: bool = False
    ) -> BookingFilter:
        """The four filters over a range, as the feed applies them."""
        if all_bookings:
            return BookingFilter(starts_before=end, ends_after=start)
        return BookingFilter(
            starts_before=end,
            ends_after=start,
            service_ids=_one(self.service_id),
            location_ids=_one(self.location_id),
            provider_ids=_one(self.provider_id),
            statuses=frozenset(BookingStatus(each) for each in self.statuses),
        )

    def _show(self, view: Any) -> None:
        # A click before the page has said what it shows: there is no day to turn to yet.
        if view in set(View) and self.on:
            self.view = View(view).value

    def _move(self, step: int) -> None:
        if self.view:
            self.on = periods.moved(View(self.view), date.fromisoformat(self.on), step).isoformat()

    def _show_today(self) -> None:
        self.on = self._today().isoformat()

    def _today(self) -> date:
        return datetime.now(UTC).astimezone(ZoneInfo(self._zone)).date()

    def _period(self) -> periods.Period:
        return periods.period_of(
            View(self.view),
            date.fromisoformat(self.on),
            week_starts_on=self.week_starts_on,
        )

    def _close_menu(self) -> None:
        self.open_menu = ""
        self.search = ""


def _id(sent: Any) -> str:
    """An id as browsers send it; what cannot be one is none."""
    return sent if isinstance(sent, str) and could_be_id(sent) else ""


def _choices(found: tuple[Choice, ...]) -> list[dict[str, str]]:
    return [{"id": each.id, "name": each.name} for each in found]


def _name(offered: list[dict[str, str]], chosen_id: str) -> str:
    if not chosen_id:
        return ""
    return next((each["name"] for each in offered if each["id"] == chosen_id), "Not found")


def _one(chosen_id: str) -> frozenset[str]:
    return frozenset({chosen_id} if chosen_id else ())
