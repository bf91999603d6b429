"""Picking a day and a start on it: for a new booking, and for one that moves."""
