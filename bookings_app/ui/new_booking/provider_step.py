"""Step 3: with whom."""

import reflex as rx

from bookings_app.ui.new_booking.choices import choice_cards
from bookings_app.ui.new_booking.provider_state import ProviderState
from bookings_app.ui.slots.parts import reason_list


def provider_step() -> rx.Component:
    """Who is free then, and why the others are not."""
    return rx.el.div(
        rx.el.h3(ProviderState.title, class_name="step-title"),
        rx.el.p(ProviderState.when, class_name="step-line"),
        choice_cards(
            ProviderState.providers,
            label="Provider",
            picked=ProviderState.provider_id,
            on_pick=ProviderState.pick_provider,
            css_class="by-one",
            face="initials",
        ),
        rx.cond(
            ProviderState.others,
            rx.el.details(
                rx.el.summary(ProviderState.others_title),
                reason_list(ProviderState.others),
                class_name="others",
            ),
        ),
        class_name="step-3",
    )
