"""Rules: what a clock on the wall of a location means as an instant, and back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bookings_app.domain.spans import EVER, Span, instant_at, without

MINUTES_A_DAY = 1_440


class LocalClock:
    """The clock on the wall of one zone; it remembers what it was asked before.

    Days are ordinals (`date.toordinal`), answers whole seconds since 1970.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[int, int] = {}

    def at(self, day: int, minute: int) -> int:
        """When this clock shows `minute` minutes after midnight of `day`.

        `minute` may run into the days after. As RFC 5545 has it, an hour that
        happens twice means its first time, and one that is missing is reckoned
        with the offset from before the gap.
        """
        wall = day * MINUTES_A_DAY + minute
        known = self._known.get(wall)
        if known is None:
            known = self._known[wall] = self._read(wall, fold=0)
        return known

    def date_at(self, second: int) -> date:
        """The local date at that instant."""
        return instant_at(second).astimezone(self._zone).date()

    def before(self, day: int) -> list[Span]:
        """Every instant whose local date comes before `day`.

        Mostly one span. Where a clock was put back across midnight, some
        minutes of the evening before come after midnight has struck.
        """
        wall = day * MINUTES_A_DAY
        first, second = self._read(wall, fold=0), self._read(wall, fold=1)
        if first == second:
            return [(EVER[0], first)]
        change = self._change_between(min(first, second), max(first, second))
        if first > second:
            return [(EVER[0], change)]
        again = [(change, second)] if change < second else []
        return [(EVER[0], first), *again]

    def dates(self, first_on: date, last_on: date) -> list[Span]:
        """Every instant whose local date lies in that range, both included."""
        return without(self.before(last_on.toordinal() + 1), self.before(first_on.toordinal()))

    def _read(self, wall: int, *, fold: int) -> int:
        day, minute = divmod(wall, MINUTES_A_DAY)
        local = datetime.fromordinal(day) + timedelta(minutes=minute)
        aware = local.replace(tzinfo=self._zone, fold=fold)
        return int(aware.astimezone(UTC).timestamp())

    def _change_between(self, first: int, last: int) -> int:
        """The second between both at which the offset changes."""
        before = self._offset(first - 1)
        while first < last:
            middle = (first + last) // 2
            if self._offset(middle) == before:
                first = middle + 1
            else:
                last = middle
        return first

    def _offset(self, second: int) -> timedelta | None:
        return instant_at(second).astimezone(self._zone).utcoffset()
