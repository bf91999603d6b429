"""A provider's own calendar: events and time off."""
