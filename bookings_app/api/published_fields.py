"""Fields of what is written as RFC 5545."""

from collections.abc import Mapping
from datetime import timedelta

from icalendar import Component, Parameters, vDuration


def fill(component: Component, said: Mapping[str, object]) -> None:
    """Say all that in `component`. An offset from UTC is no duration: it is written as such."""
    for name, value in said.items():
        if isinstance(value, timedelta) and not name.startswith("TZOFFSET"):
            typed = vDuration(value, params=Parameters({"VALUE": "DURATION"}))
            component[name] = typed
        else:
            component.add(name, value)  # pyright: ignore[reportUnknownMemberType] - takes any value
