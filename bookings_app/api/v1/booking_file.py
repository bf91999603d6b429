"""Bookings as a CSV file for spreadsheets: the same rows as the list, sent as they are found."""

from collections.abc import Generator, Iterable
from datetime import datetime
from itertools import chain
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from bookings_app.api.v1.bookings import BookingsAskedFor
from bookings_app.api.v1.calls import Caller
from bookings_app.domain.csv_writing import csv_lines
from bookings_app.usecases.booking_pages import every_booking
from bookings_app.usecases.views import BookingView

routes = APIRouter(tags=["Bookings"])

COLUMNS = (
    *("reference", "status", "starts_at", "ends_at", "time_zone"),
    *("service", "location", "provider"),
    *("customer_name", "customer_phone", "customer_email", "notes"),
    *("source", "cancellation_reason", "created_at", "id"),
)


class CsvFile(StreamingResponse):
    """A file that is sent while it is made."""

    media_type = "text/csv"


@routes.get("/bookings.csv", response_class=CsvFile)
def bookings_as_csv(call: Caller, asked: Annotated[BookingsAskedFor, Query()]) -> CsvFile:
    """Write the bookings of the list into a file. What could be a formula begins with a quote."""
    parts = every_booking(asked.search(), seen_by=call.actor, now=call.now)
    # What is refused is refused now: once the file has begun nothing else can be said.
    first = next(parts)
    headers = {"Content-Disposition": 'attachment; filename="bookings.csv"'}
    return CsvFile(_file(chain([first], parts)), headers=headers)


def _file(parts: Iterable[list[BookingView]]) -> Generator[str]:
    yield csv_lines([COLUMNS])
    for views in parts:
        yield csv_lines(_row(view) for view in views)


def _row(view: BookingView) -> tuple[str, ...]:
    zone = ZoneInfo(view.time_zone)
    return (
        *(view.reference, view.status.value),
        *(_local(view.starts_at, zone), _local(view.ends_at, zone), view.time_zone),
        *(view.service_name, view.location_name, view.provider_name),
        *(view.customer_name, view.customer_phone, view.customer_email, view.notes),
        *(view.source.value, view.cancellation_reason, view.created_at.isoformat(), view.id),
    )


def _local(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat()
