"""Moving a booking to another time."""
