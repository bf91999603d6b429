"""Bookings, a self-hosted scheduling desk."""
