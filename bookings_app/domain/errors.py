"""Rules: every refusal, with a stable code and a sentence that says what to do next."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bookings_app.domain.actor import ActorKind


class BookingError(Exception):
    """A refusal: nothing has changed, and `str()` is a sentence for a person."""

    code = "invalid"


class NotFound(BookingError):
    """It does not exist, or whoever asks may not see it: both answer alike."""

    code = "not_found"

    def __init__(self, what: str) -> None:
        super().__init__(f"This {what} does not exist, or you may not see it.")
        self.what = what


class BookingNotFound(NotFound):
    """No such booking for whoever asks."""

    def __init__(self, booking_id: str) -> None:
        super().__init__("booking")
        self.booking_id = booking_id


class Forbidden(BookingError):
    """The actor may see it and may not do it."""

    code = "forbidden"

    def __init__(self, what: str, *, lacks: str = "") -> None:
        scope = f" The key lacks the scope {lacks}." if lacks else ""
        super().__init__(f"You may not {what}.{scope} Ask an administrator.")


class Unauthenticated(BookingError):
    """Nobody is signed in, or the session has ended."""

    code = "unauthenticated"

    def __init__(self) -> None:
        super().__init__("You are not signed in any more. Please sign in again.")


class KeyRefused(Unauthenticated):
    """A program came without a key that opens anything: unknown, revoked and expired alike."""

    def __init__(self) -> None:
        BookingError.__init__(
            self, "Send a key that opens this door, as in: Authorization: Bearer bookings_key_…"
        )


class WrongKeyKind(Forbidden):
    """The key is for another door; `is_of` says whose it is."""

    code = "wrong_key_kind"

    def __init__(self, is_of: ActorKind = ActorKind.AI_AGENT) -> None:
        sentence = (
            "This key is for AI agents and opens /mcp only. Make one with --kind api."
            if is_of is ActorKind.AI_AGENT
            else "This key is for programs and opens /api/v1 only. Make one with --kind ai-agent."
        )
        BookingError.__init__(self, sentence)


class RateLimited(BookingError):
    """A key was used too often within a minute; `retry_after` is in seconds."""

    code = "rate_limited"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests with this key. Try again in {retry_after} s.")
        self.retry_after = retry_after


class SignInRefused(BookingError):
    """Unknown e-mail, wrong password or inactive member: all answer alike."""

    code = "unauthenticated"

    def __init__(self) -> None:
        super().__init__("E-mail or password is wrong.")


class TooManyAttempts(BookingError):
    """Signing in failed too often; it is refused for a while."""

    code = "rate_limited"

    def __init__(self, retry_at: datetime) -> None:
        super().__init__("Too many attempts. Please wait a little and try again.")
        self.retry_at = retry_at


class SlotTaken(BookingError):
    """Someone else took the slot between showing it and booking it.

    `reason` says what holds the provider's time, where that is known.
    """

    code = "slot_taken"

    def __init__(self, starts_at: datetime, reason: str = "") -> None:
        super().__init__("This slot is no longer available. Please choose another.")
        self.starts_at = starts_at
        self.reason = reason


class SlotNotOffered(BookingError):
    """No such slot, whoever asks: `reasons` says why, per provider id."""

    code = "slot_not_offered"

    def __init__(self, starts_at: datetime, reasons: Mapping[str, str]) -> None:
        super().__init__("This time is not offered. Please choose one of the free times.")
        self.starts_at = starts_at
        self.reasons = dict(reasons)


class TransitionNotAllowed(BookingError):
    """The booking's status does not allow this step, or somebody was faster.

    Once `told_by` knows it, `changed_by` says who brought the booking where it is, by
    kind and name, and when.
    """

    code = "transition_not_allowed"

    def __init__(self, before: str, after: str) -> None:
        super().__init__(
            f"A booking that is {_words(before)} cannot become {_words(after)}."
            " Nothing was changed."
        )
        self.before = before
        self.after = after
        self.changed_by: tuple[str, str] | None = None
        self.changed_at: datetime | None = None

    def told_by(self, *, kind: str, name: str, at: datetime) -> "TransitionNotAllowed":
        """The same refusal, saying who was faster."""
        self.changed_by, self.changed_at = (kind, name), at
        self.args = (
            f"This booking is {_words(self.before)} already: that was {name}."
            f" It cannot become {_words(self.after)}; nothing was changed.",
        )
        return self


class AlreadySettled(TransitionNotAllowed):
    """What was done to the event in Google is settled, or something else was done since."""

    def __init__(self, by_name: str, *, is_person: bool) -> None:
        deed = (
            f"{by_name} has settled it already."
            if is_person
            else f"Meanwhile it was changed in {by_name} again."
        )
        BookingError.__init__(self, f"{deed} You changed nothing.")
        self.before = self.after = ""
        self.changed_by = self.changed_at = None


class TooEarly(BookingError):
    """Complete and No-show wait until the booking has begun."""

    code = "too_early"

    def __init__(self, starts_at: datetime) -> None:
        super().__init__("This booking has not begun yet. Try again once it has.")
        self.starts_at = starts_at


class SameTime(BookingError):
    """Rescheduling to the same time with the same provider moves nothing."""

    code = "same_time"

    def __init__(self) -> None:
        super().__init__("The booking is at this time already. Choose another one.")


class VersionConflict(BookingError):
    """Somebody else changed it since it was read."""

    code = "version_conflict"

    def __init__(self) -> None:
        super().__init__("Somebody else changed this meanwhile. Look at it again, then save.")


class Invalid(BookingError):
    """What was entered cannot be taken: `errors` pairs each field with its sentence."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(dict.fromkeys(message for _, message in errors)))
        self.errors = tuple(errors)


class PhoneTaken(Invalid):
    """Another contact has the phone; who it is, if whoever asks may know: else "" and ""."""

    def __init__(
        self, errors: Sequence[tuple[str, str]], *, contact_id: str, contact_name: str
    ) -> None:
        super().__init__(errors)
        self.contact_id = contact_id
        self.contact_name = contact_name


class ImportRefused(Invalid):
    """Rows of a file cannot be taken, so none was: each error is named after its line."""

    def __init__(self, errors: Sequence[tuple[str, str]], *, rows: int) -> None:
        super().__init__(errors)
        what = "One row" if rows == 1 else f"{rows:,} rows"
        self.args = (f"{what} cannot be taken. Nothing was imported.",)


class SubmissionMismatch(BookingError):
    """The same submission arrived twice with different contents."""

    code = "idempotency_mismatch"

    def __init__(self) -> None:
        super().__init__(
            "This was sent before with other details. Look at the booking, then try again."
        )


class IdempotencyInProgress(BookingError):
    """The same request is being answered right now."""

    code = "idempotency_in_progress"

    def __init__(self) -> None:
        super().__init__("This was sent before and is being answered. Send it again in a moment.")


class DatabaseBusy(BookingError):
    """Another program held the database longer than anybody should wait."""

    code = "database_busy"

    def __init__(self) -> None:
        super().__init__("The database is busy. Nothing was changed; please try again.")


class DatabaseUnwritable(BookingError):
    """The database file or disk takes no writes."""

    code = "database_unwritable"

    def __init__(self) -> None:
        super().__init__(
            "The database cannot be written: it is read-only or the disk is full."
            " Nothing was changed."
        )


class SetupError(BookingError):
    """The application must not run like this; the sentence says what to mend."""

    code = "setup"


def _words(status: str) -> str:
    return status.replace("_", "-")
