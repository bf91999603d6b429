"""What a handler raised, in words on the screen: the one place that translates refusals."""

import logging
from typing import cast

import reflex as rx

from bookings_app.domain.errors import BookingError, Unauthenticated
from bookings_app.ui.toasts import Toasts

logger = logging.getLogger(__name__)

# Browsers say so when a calendar's height settles in the next frame only.
_HARMLESS = "ResizeObserver loop"


def show_error(exception: Exception) -> rx.event.EventSpec:
    """Answer what a handler raised: `rx.App(backend_exception_handler=…)`."""
    return cast("rx.event.EventSpec", _answer_to(exception))  # Reflex types it more widely


def note_browser_error(exception: Exception) -> None:
    """Log what went wrong in a browser: `rx.App(frontend_exception_handler=…)`."""
    if _HARMLESS not in str(exception):
        logger.error("a page failed in a browser: %s", exception)


def _answer_to(exception: Exception) -> object:
    if isinstance(exception, Unauthenticated):
        return rx.redirect("/login")
    if isinstance(exception, BookingError):
        return Toasts.show_error(str(exception))
    logger.error("event handler failed", exc_info=exception)
    return Toasts.show_error("Something went wrong. Nothing was changed; please try again.")
