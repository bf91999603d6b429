"""The bell: what others did while one was not looking."""

from bookings_app.ui.notifications.bell import notification_bell
from bookings_app.ui.notifications.state import NotificationState

__all__ = ["NotificationState", "notification_bell"]
