"""How values are read at the REST door: strictly, each with its own sentence when wrong."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bookings_app.api.instants import (
    HOW_TO_SEND_A_DATE,
    HOW_TO_SEND_AN_INSTANT,
    date_in,
    instant_in,
)
from bookings_app.domain.contact import LONGEST_SEARCH
from bookings_app.domain.local_time import MINUTES_A_DAY

LONGEST_PAGE = 200
USUAL_PAGE = 50

_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_NUMBER = re.compile(r"[0-9]{1,18}")


class Body(BaseModel):
    """What is sent: JSON of exactly these types, and no other fields."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Asked(BaseModel):
    """What is asked for in an address: these parameters and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NothingAsked(Asked):
    """An address without parameters."""


class NothingSent(Body):
    """A body in which there is nothing to say."""


class Answered(BaseModel):
    """What is answered."""

    model_config = ConfigDict(frozen=True)


def text(longest: int, **more: Any) -> Any:  # noqa: ANN401 - what pydantic makes of a field
    """A text of so many characters at most, counted by the rules: once it is tidied up."""
    return Field(json_schema_extra={"maxLength": longest}, **more)


def _instant(value: Any) -> datetime:  # noqa: ANN401 - whatever was sent
    found = instant_in(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(HOW_TO_SEND_AN_INSTANT)
    return found


def _date(value: Any) -> date:  # noqa: ANN401 - whatever was sent
    found = date_in(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(HOW_TO_SEND_A_DATE)
    return found


def _minute(value: Any) -> int:  # noqa: ANN401 - whatever was sent
    if not isinstance(value, str) or not _CLOCK_TIME.fullmatch(value):
        message = "Send a time from 00:00 to 24:00, such as 09:30."
        raise ValueError(message)
    hours, minutes = value.split(":")
    return int(hours) * 60 + int(minutes)


def _search(typed: str) -> str:
    tidied = unicodedata.normalize("NFC", typed).strip()
    if len(tidied) > LONGEST_SEARCH:
        message = f"The search is too long: at most {LONGEST_SEARCH} characters."
        raise ValueError(message)
    return tidied


def _page(value: Any) -> int:  # noqa: ANN401 - whatever was sent
    number = _whole(value)
    if number is None or not 1 <= number <= LONGEST_PAGE:
        message = f"Send a number from 1 to {LONGEST_PAGE}."
        raise ValueError(message)
    return number


def _change_number(value: Any) -> int:  # noqa: ANN401 - whatever was sent
    number = _whole(value)
    if number is None:
        message = "Send the number of a change, 0 or more."
        raise ValueError(message)
    return number


def _yes(value: Any) -> bool:  # noqa: ANN401 - whatever was sent
    if value not in {True, False, "true", "false"}:
        message = "Send true or false."
        raise ValueError(message)
    return value in {True, "true"}


def _whole(value: Any) -> int | None:  # noqa: ANN401 - whatever was sent
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def clock_time(minute: int) -> str:
    """Minutes after midnight as a clock shows them; 1440 is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}" if minute < MINUTES_A_DAY else "24:00"


Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema(
        {"type": "string", "format": "date-time", "examples": ["2026-03-09T10:00:00+01:00"]}
    ),
]
Day = Annotated[
    date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-09"]}),
]
ClockTime = Annotated[
    int,
    BeforeValidator(_minute),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
            "examples": ["09:00"],
        }
    ),
]
Id = Annotated[str, Field(max_length=255, examples=["9c1f1f0e-6a5b-4a3e-8d7a-3f0a1b2c3d4e"])]
Search = Annotated[str, AfterValidator(_search), text(LONGEST_SEARCH)]
Limit = Annotated[
    int,
    BeforeValidator(_page),
    WithJsonSchema(
        {"type": "integer", "minimum": 1, "maximum": LONGEST_PAGE, "default": USUAL_PAGE}
    ),
]
ChangeNumber = Annotated[
    int, BeforeValidator(_change_number), WithJsonSchema({"type": "integer", "minimum": 0})
]
Yes = Annotated[bool, BeforeValidator(_yes), WithJsonSchema({"type": "boolean"})]
Status = Literal["pending", "confirmed", "completed", "cancelled", "no_show", "rescheduled"]


class Page(Asked):
    """Which part of a list is asked for."""

    limit: Limit = USUAL_PAGE
    cursor: Annotated[str | None, Field(max_length=1_000)] = None
