"""The wizard that makes a booking, in four steps."""
