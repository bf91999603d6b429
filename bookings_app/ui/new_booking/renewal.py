"""WizardRenewalState: an open wizard says what it shows by the workspace as it is now."""

import reflex as rx

from bookings_app.ui.new_booking.customer_state import CustomerState
from bookings_app.ui.new_booking.provider_state import ProviderState
from bookings_app.ui.new_booking.state import NewBookingState
from bookings_app.ui.new_booking.time_state import TimeState
from bookings_app.ui.session import signed_in


class WizardRenewalState(rx.State):
    """Has nothing of its own: nothing that was picked or typed is lost."""

    @rx.event
    @signed_in
    async def look_again(self) -> None:
        """The workspace has changed: the same in its words."""
        wizard = await self.get_state(NewBookingState)
        place = wizard._locations.get(wizard.location_id)
        if not wizard.is_open or wizard.is_sending or place is None:
            return
        time = await self.get_state(TimeState)
        await time._word_again()
        (await self.get_state(ProviderState))._say_when(time._picked_at_length(), place)
        await (await self.get_state(CustomerState))._look_again()
        if any(wizard.picked):
            await wizard._say_what_is_picked(time)
