"""The data: tables and queries, the only SQL."""
