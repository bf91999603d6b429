"""The addresses that are told of bookings, for administrators."""
