"""A list that can be searched, and in which the archived are shown when asked for."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import reflex as rx

from bookings_app.ui.session import signed_in
from bookings_app.ui.setup.words import matches

LONGEST_SEARCH = 100


class Archivable(Protocol):
    """A line of a list."""

    @property
    def archived(self) -> bool:
        """Whether it is out of use."""
        ...


Line = TypeVar("Line", bound=Archivable)


class SearchedList(rx.State, mixin=True):
    """What is listed.

    `arrived` is what the page called itself when it said what its address is. `total`
    counts what is listed without a search, `archived_found` the archived that answer to it
    and are not listed.
    """

    arrived: str = ""
    search: str = ""
    shows_archived: bool = False
    total: int = 0
    archived_found: int = 0

    @rx.event
    @signed_in
    async def load(self) -> None:
        """The page opens, somebody comes back to it, or its connection is back."""
        if self.arrived:
            await self._list()

    @rx.event
    @signed_in
    async def search_for(self, text: str) -> None:
        """Something was typed above the list."""
        self.search = text_of(text, LONGEST_SEARCH)
        await self._list()

    @rx.event
    @signed_in
    async def show_archived(self, shows: bool) -> None:
        """The switch above the list."""
        self.shows_archived = shows is True
        await self._list()

    def _listed(
        self, lines: Sequence[Line], sought_in: Callable[[Line], Sequence[str]]
    ) -> list[Line]:
        """Those of `lines` that are to be listed; it counts them, and the archived that are not."""
        there = [each for each in lines if self.shows_archived or not each.archived]
        found = [each for each in lines if matches(self.search, *sought_in(each))]
        listed = [each for each in found if each in there]
        self.total, self.archived_found = len(there), len(found) - len(listed)
        return listed

    async def _list(self) -> None:
        """List anew what answers to the search, and count it."""
        raise NotImplementedError


def text_of(value: Any, limit: int) -> str:
    """What a browser sent, as text that can be put into an address."""
    if not isinstance(value, str):
        return ""
    return value.encode(errors="replace").decode().strip()[:limit]
