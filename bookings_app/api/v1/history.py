"""What happened: to one booking, and to all of them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from bookings_app.api.v1 import shapes
from bookings_app.api.v1.calls import Caller, listed
from bookings_app.api.v1.fields import ChangeNumber, Page
from bookings_app.api.v1.paging import Listed, cursor_for, place_in
from bookings_app.usecases.booking_pages import ChangePage, page_of_changes, page_of_history

routes = APIRouter(tags=["History"])


class WhichChanges(Page):
    """Changes after that number; a cursor goes on from where a page has ended."""

    after: ChangeNumber = 0


@routes.get("/changes", response_model=Listed[shapes.Change])
def list_changes(call: Caller, asked: Annotated[WhichChanges, Query()]) -> Response:
    """List what happened to any booking, in the order of commits: nothing is ever missed."""
    after = max(asked.after, _number(asked.cursor))
    return _listed(page_of_changes(after=after, seen_by=call.actor, limit=asked.limit))


@routes.get("/bookings/{booking_id}/history", response_model=Listed[shapes.Change])
def read_history(call: Caller, booking_id: str, asked: Annotated[Page, Query()]) -> Response:
    """List what happened to one booking, oldest first."""
    page = page_of_history(
        booking_id, after=_number(asked.cursor), seen_by=call.actor, limit=asked.limit
    )
    return _listed(page)


def _number(cursor: str | None) -> int:
    return 0 if cursor is None else place_in(cursor, int)[0]


def _listed(page: ChangePage) -> Response:
    return listed(
        Listed(
            items=[shapes.change(view) for view in page.items],
            next_cursor=None if page.ends_at is None else cursor_for(page.ends_at),
        )
    )
