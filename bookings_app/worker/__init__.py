"""Keeping promises in the background: in the application, or in a process of its own."""
