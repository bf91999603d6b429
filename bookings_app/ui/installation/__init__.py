"""What administrators see where the database may be a copy: it writes to nobody outside."""
