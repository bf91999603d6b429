"""What was typed into an editor, as values. What cannot be read becomes what every rule refuses."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

# Every number and every date that is entered has limits, and these lie beyond them.
UNREADABLE_NUMBER = -1
UNREADABLE_DATE = date.max

_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def text(form: Mapping[str, Any], name: str) -> str:
    """A field as it was typed."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def number(form: Mapping[str, Any], name: str) -> int | None:
    """A whole number, None when the field is empty."""
    typed = text(form, name).strip()
    if not typed:
        return None
    return int(typed) if _DIGITS.fullmatch(typed) else UNREADABLE_NUMBER


def day(form: Mapping[str, Any], name: str) -> date | None:
    """A date, None when the field is empty."""
    typed = text(form, name).strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed) if _DATE.fullmatch(typed) else UNREADABLE_DATE
    except ValueError:
        return UNREADABLE_DATE


def is_on(form: Mapping[str, Any], name: str) -> bool:
    """Whether a box is ticked."""
    return form.get(name) in {"on", True}


def ticked(form: Mapping[str, Any], name: str, offered: Sequence[str]) -> tuple[str, ...]:
    """Which of the offered ids are ticked; each box is called `name.id`."""
    return tuple(each for each in offered if is_on(form, f"{name}.{each}"))
