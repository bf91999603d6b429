"""Bookings outside working hours, where somebody who changes hours meets them."""
