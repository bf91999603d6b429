"""Everybody's Google calendars, for administrators and managers, and what all pages say of them."""
