"""The screen door, in Reflex."""
