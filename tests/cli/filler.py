"""Another process that fills an SQLite file as of a moment, with an order of hashes of its own."""

import sys
from datetime import datetime

from bookings_app.cli.demo.filling import fill
from bookings_app.usecases.database import migrate_database, open_database

if __name__ == "__main__":
    url, now = sys.argv[1:]
    migrate_database(url)
    open_database(url)
    fill(now=datetime.fromisoformat(now), say=lambda _line: None)
