"""One booking, in a dialog."""
