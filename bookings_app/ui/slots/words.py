"""What a month and its starts say: marks of days, cards of starts, reasons, and what went."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bookings_app.domain.slots import WHY_NOT
from bookings_app.ui import format as words
from bookings_app.usecases.views import Choice, ProviderVerdict, SlotView

# So many starts or fewer are few.
_FEW = 3

_PARTS_OF_DAY = (("Morning", time(12)), ("Afternoon", time(17)), ("Evening", None))


@dataclass(frozen=True)
class SlotCard:
    """A start to pick; `id` is its instant. A taken one is shown and cannot be picked."""

    id: str
    time: str
    line: str
    is_nearest: bool = False
    is_taken: bool = False


@dataclass(frozen=True)
class SlotGroup:
    """Starts under a heading, ascending."""

    title: str
    slots: list[SlotCard]


@dataclass(frozen=True)
class Line:
    """Somebody, and why not them."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moving:
    """The booking that is to move: it stands in nobody's way. With whom, and when it is now."""

    booking_id: str
    provider: Choice
    starts_at: datetime


# What stands below a start's time.
SlotLine = Callable[[SlotView], str]


def reason_lines(verdicts: Iterable[ProviderVerdict]) -> list[Line]:
    """Who is not free, and why, by name."""
    refused = sorted((each for each in verdicts if not each.free), key=lambda each: each.name)
    return [Line(each.name, WHY_NOT.get(each.reason or "", "Not free")) for each in refused]


def day_marks(free: Mapping[date, int], open_on: Iterable[date]) -> dict[str, str]:
    """Each date one can look at: "free", "few" left or "full"."""
    full = {on.isoformat(): "full" for on in open_on}
    return full | {
        on.isoformat(): "few" if number <= _FEW else "free" for on, number in free.items()
    }


def how_many_are_free(slot: SlotView) -> str:
    """Below a start of a new booking."""
    return f"{len(slot.providers)} free"


def who_is_free(slot: SlotView, *, wanted: Choice, moving: Moving) -> str:
    """Below a start to which a booking can move: whether whoever is wanted is free then."""
    if slot.starts_at == moving.starts_at and wanted.id == moving.provider.id:
        return "As it is now"
    if wanted.id in {each.id for each in slot.providers}:
        return f"{first_name(wanted.name)} is free"
    return "Others only"


def first_name(name: str) -> str:
    """What somebody is called for short; all of it where that is only a title."""
    first = name.split(maxsplit=1)[0] if name.split() else name
    return name if first.endswith(".") else first


def slot_groups(
    slots: Sequence[SlotView],
    *,
    on: date,
    zone: ZoneInfo,
    line: SlotLine = how_many_are_free,
    taken: SlotView | None = None,
    nearest: Sequence[SlotView] = (),
) -> list[SlotGroup]:
    """The starts of a day by its parts; the nearest of other days come last, with their day."""
    marked = {each.starts_at for each in nearest}
    shown = list(slots)
    is_gone = taken is not None and all(each.starts_at != taken.starts_at for each in slots)
    if taken is not None and is_gone and _local(taken, zone).date() == on:
        shown = sorted([*slots, taken], key=lambda each: each.starts_at)
    cards = [
        (
            _part_of_day(_local(each, zone).time()),
            _taken_card(each, zone)
            if is_gone and each is taken
            else _slot_card(each, zone, line, is_nearest=each.starts_at in marked),
        )
        for each in shown
    ]
    groups = [
        SlotGroup(title, [card for part, card in cards if part == title])
        for title, _ in _PARTS_OF_DAY
    ]
    groups.append(SlotGroup("Nearest on other days", _on_other_days(nearest, on, zone, line)))
    return [group for group in groups if group.slots]


def zone_words(location_name: str, zone: ZoneInfo) -> tuple[str, str]:
    """Whose clock it is, and the zone's own name."""
    return f"{location_name} time", f"({zone.key.replace('_', ' ')})"


def taken_words(
    starts_at: datetime,
    provider_name: str,
    *,
    zone: ZoneInfo,
    is_taken: bool,
    nearest: int,
    kept: str,
) -> tuple[str, str]:
    """What happened to the slot, and what to do now, after `kept`, what did not happen."""
    whose = f" with {provider_name}" if provider_name else ""
    event = "was just taken" if is_taken else "is not offered any more"
    marked = {
        0: "Look at another day.",
        1: "The nearest free time is marked.",
        2: "The two nearest free times are marked.",
    }.get(nearest, "The three nearest free times are marked.")
    return f"{words.clock(starts_at, zone)}{whose} {event}.", f"{kept} {marked}"


def _slot_card(slot: SlotView, zone: ZoneInfo, line: SlotLine, *, is_nearest: bool) -> SlotCard:
    notes = [
        *(["Nearest"] if is_nearest else []),
        *(["Short notice"] if slot.short_notice and not is_nearest else []),
    ]
    return SlotCard(
        id=slot.starts_at.isoformat(),
        time=words.clock_range(slot.starts_at, slot.ends_at, zone),
        line=" · ".join([*notes, line(slot)]),
        is_nearest=is_nearest,
    )


def _taken_card(slot: SlotView, zone: ZoneInfo) -> SlotCard:
    return SlotCard(
        id=slot.starts_at.isoformat(),
        time=words.clock_range(slot.starts_at, slot.ends_at, zone),
        line="Taken",
        is_taken=True,
    )


def _on_other_days(
    nearest: Sequence[SlotView], on: date, zone: ZoneInfo, line: SlotLine
) -> list[SlotCard]:
    elsewhere = [each for each in nearest if _local(each, zone).date() != on]
    return [
        SlotCard(
            id=each.starts_at.isoformat(),
            time=words.day_and_time(each.starts_at, zone),
            line=f"Nearest · {line(each)}",
            is_nearest=True,
        )
        for each in elsewhere
    ]


def _part_of_day(at: time) -> str:
    return next(title for title, end in _PARTS_OF_DAY if end is None or at < end)


def _local(slot: SlotView, zone: ZoneInfo) -> datetime:
    return slot.starts_at.astimezone(zone)
