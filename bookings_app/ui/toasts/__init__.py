"""The screen's own toast region, driven by state: the content policy forbids Reflex's."""

from bookings_app.ui.toasts.region import toast_region
from bookings_app.ui.toasts.state import Toasts

__all__ = ["Toasts", "toast_region"]
