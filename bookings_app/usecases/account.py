"""The verbs: what members change about themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings_app.db import members as rows
from bookings_app.db.tables import MemberRow
from bookings_app.db.unit_of_work import UnitOfWork, reading, unit_of_work
from bookings_app.domain.access import Actor, Area, check_area
from bookings_app.domain.checks import Findings
from bookings_app.domain.errors import Invalid, NotFound
from bookings_app.domain.member import checked_password
from bookings_app.usecases.catalog import provider_row
from bookings_app.usecases.members import set_password
from bookings_app.usecases.password_hashing import is_password
from bookings_app.usecases.sessions import count_attempt


@dataclass(frozen=True, slots=True)
class Account:
    """A member as they see themselves; without a `time_zone` the workspace's holds."""

    name: str
    email: str
    time_zone: str | None


def own_account(*, by: Actor) -> Account:
    """What is kept of `by`.

    Raises:
        NotFound: they are no member.
    """
    with reading() as work:
        row = _own(work, by)
        return Account(row.name, row.email, row.time_zone)


def choose_name(name: str, *, by: Actor) -> Account:
    """Call `by` by another name; what they did before keeps the one they had.

    Raises:
        NotFound: they are no member.
        Invalid: the name cannot be taken.
    """
    findings = Findings()
    checked = findings.name("name", name)
    findings.refuse_if_any()
    with unit_of_work() as work:
        row = _own(work, by)
        row.name = checked
        return Account(row.name, row.email, row.time_zone)


def take_bookings_as(provider_id: str, *, by: Actor) -> None:
    """Have the bookings of that provider be `by`'s own: their day, their calendar, their hours.

    Raises:
        Forbidden: `by` may not change the set-up.
        NotFound: they are no member, or there is no such provider.
    """
    check_area(by, Area.SETUP)
    with unit_of_work() as work:
        row, provider = _own(work, by), provider_row(work, provider_id)
        row.provider_id = provider.id


def choose_time_zone(time_zone: str | None, *, by: Actor) -> None:
    """Show `by` times by the clock of that zone; None is the workspace's.

    Raises:
        NotFound: they are no member.
        Invalid: there is no such zone.
    """
    findings = Findings()
    if time_zone is not None:
        findings.time_zone("time_zone", time_zone)
    findings.refuse_if_any()
    with unit_of_work() as work:
        _own(work, by).time_zone = time_zone


def change_password(*, current: str, new: str, by: Actor, keep_session: str, now: datetime) -> None:
    """Give `by` another password and end their sessions, all but the token `keep_session`.

    Whoever sits at a browser that was left open does not know the current one, and
    may not try as often as they like.

    Raises:
        NotFound: they are no member.
        TooManyAttempts: `current` was wrong too often.
        Invalid: `current` is wrong; `password`, the new one, cannot be taken.
    """
    counted_as = f"member {by.id}"
    with unit_of_work() as work:
        row = _own(work, by)
        kept_hash, email, name = row.password_hash, row.email, row.name
        count_attempt(work, counted_as, counted_as, now=now)
    if not is_password(current, kept_hash):
        raise Invalid(
            [("current", "This is not your password."), *_wrong_with(new, email=email, name=name)]
        )
    with unit_of_work() as work:
        rows.forget_failures(work, counted_as, counted_as)
    set_password(by.id, new, by=by, keep_session=keep_session)


def _wrong_with(password: str, *, email: str, name: str) -> Sequence[tuple[str, str]]:
    try:
        checked_password(password, email=email, name=name)
    except Invalid as refusal:
        return refusal.errors
    return ()


def _own(work: UnitOfWork, by: Actor) -> MemberRow:
    row = rows.member(work, by.id)
    if row is None:
        raise NotFound("member")
    return row
