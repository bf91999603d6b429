"""The event that a booking becomes."""

from bookings_app.domain.calendar_event import event_title


def test_an_event_is_called_after_service_and_customer() -> None:
    assert event_title(service_name="Haircut", customer_name="Ana Ruiz") == "Haircut - Ana Ruiz"
