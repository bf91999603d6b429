"""A provider's own Google Calendar: connecting it, choosing from it, leaving it."""
