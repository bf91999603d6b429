"""How something to pick looks: a card with a ring to tick."""

import reflex as rx

from bookings_app.ui.new_booking.cards import Card


def choice_cards(
    cards: list[Card],
    *,
    label: str,
    picked: str,
    on_pick: rx.event.EventCallback[str],
    css_class: str,
    face: str = "",
) -> rx.Component:
    """One of several cards; `face` is "initials", the name of an icon, or nothing."""
    return rx.radio_cards.root(
        rx.foreach(cards, lambda card: choice_card(card, face)),
        value=picked,
        on_value_change=on_pick,
        aria_label=label,
        class_name=f"choices-grid {css_class}",
    )


def choice_card(card: Card, face: str) -> rx.Component:
    """A face, a name, a line below it, and the ring."""
    return rx.radio_cards.item(
        _face(card, face),
        card_words(card),
        rx.el.span(class_name="ring"),
        value=card.id,
        class_name="choice",
    )


def card_words(card: Card) -> rx.Component:
    """The name over its line."""
    return rx.el.span(
        rx.el.b(card.name),
        rx.cond(card.line != "", rx.el.small(card.line)),
        class_name="card-words",
    )


def initials_of(card: Card) -> rx.Component:
    """Initials on a disc."""
    return rx.el.span(card.sign, class_name="face", aria_hidden="true")


def _face(card: Card, face: str) -> rx.Component:
    if face == "initials":
        return initials_of(card)
    if face:
        return rx.el.span(rx.icon(face, size=16), class_name="face-icon", aria_hidden="true")
    return rx.fragment()
