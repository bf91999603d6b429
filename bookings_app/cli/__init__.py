"""The command-line door: `bookings`."""
