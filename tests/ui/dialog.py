"""The details dialog without a browser, and bookings to open in it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bookings_app.domain.access import Actor, ActorKind, Role
from bookings_app.domain.customer import CustomerDetails
from bookings_app.ui.booking_details.state import SelectedBookingState
from bookings_app.ui.booking_details.steps import StepsState
from bookings_app.ui.booking_details.words import ShownBooking
from bookings_app.usecases.booking_details import get_booking
from bookings_app.usecases.bookings import NewBooking, create_booking
from bookings_app.usecases.views import BookingDetails
from tests.factories import ADMIN, Team
from tests.ui.seat import Seat, seated

VERA = Actor(ActorKind.MEMBER, "member-vera", "Vera Lane", role=Role.MANAGER)
ANA = CustomerDetails("Ana Ruiz", "+34 600 111 222", "ana@example.com", "Window seat")
TYPED = {"name": ANA.name, "phone": ANA.phone, "email": ANA.email, "notes": ANA.notes}


class Dialog(Seat):
    """The dialog in one tab, and what it shows by now."""

    async def open(self, booking_id: str) -> None:
        """Click a booking."""
        await self.send(SelectedBookingState.open(booking_id))

    async def save(self, **typed: str) -> None:
        """Press Save, with this typed over what the booking said at first."""
        await self.send(StepsState.save({**TYPED, **typed}))

    async def cancel(self, reason: str) -> None:
        """Press Cancel booking, say why, and press it again."""
        await self.send(SelectedBookingState.begin("cancel"))
        await self.send(StepsState.cancel({"reason": reason}))

    async def step_back(self) -> None:
        """Press Esc."""
        await self.send(SelectedBookingState.use_dialog(False))  # noqa: FBT003 - as the dialog says it

    async def type_something(self) -> None:
        """Type into the form that is open."""
        await self.send(SelectedBookingState.note_text(True))  # noqa: FBT003 - as the form says it

    @property
    def booking_id(self) -> str:
        """Which booking is open."""
        return self.shows(SelectedBookingState, "booking_id")

    @property
    def booking(self) -> ShownBooking:
        """What it says of it."""
        return self.shows(SelectedBookingState, "shown")

    @property
    def task(self) -> str:
        """What is being done."""
        return self.shows(SelectedBookingState, "task") or ""

    def says(self, name: str) -> str:
        """One of the dialog's sentences."""
        return self.shows(SelectedBookingState, name) or ""


def dialog(
    visit: Callable[[Dialog], Awaitable[None]],
    role: Role = Role.ADMIN,
    provider_id: str | None = None,
) -> Dialog:
    """Sit down at a fresh tab as Mara Cole, and do that."""
    return seated(Dialog, visit, role, provider_id)


def given_booked(
    team: Team,
    starts_at: datetime,
    *,
    customer: CustomerDetails = ANA,
    provider_id: str | None = None,
    contact_id: str | None = None,
    conversation_id: str | None = None,
    by: Actor = ADMIN,
) -> str:
    """A booking made a week before it begins, or now; its id."""
    new = NewBooking(
        service_id=team.service_id,
        location_id=team.location_id,
        provider_id=provider_id or team.provider_id,
        starts_at=starts_at,
        customer=customer,
        contact_id=contact_id,
        conversation_id=conversation_id,
    )
    made_at = min(datetime.now(UTC), starts_at - timedelta(days=7))
    return create_booking(new, by=by, now=made_at).id


def stored(booking_id: str) -> BookingDetails:
    """The booking as it is now."""
    return get_booking(booking_id, seen_by=ADMIN, now=datetime.now(UTC))


def happened(booking_id: str) -> list[str]:
    """Its history, oldest first."""
    return [change.what for change in stored(booking_id).history]
