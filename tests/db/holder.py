"""Another program: runs statements in one transaction, and commits when told on stdin."""

import sys

from sqlalchemy import create_engine, event

from bookings_app.db.engines import begin_writing, parsed_url


def hold(database_url: str, statements: list[str]) -> None:
    """Begin, run the statements, say so, and wait for a line before the commit."""
    url = parsed_url(database_url)
    sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(url, connect_args={"isolation_level": None} if sqlite else {})
    if sqlite:
        event.listen(engine, "begin", begin_writing)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        say("holding")
        sys.stdin.readline()
    say("committed")


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    hold(sys.argv[1], sys.argv[2:])
