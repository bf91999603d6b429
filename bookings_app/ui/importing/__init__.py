"""Importing contacts and bookings from a file, for administrators and managers."""
