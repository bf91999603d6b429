"""The REST door: `/api/v1` for other programs."""
