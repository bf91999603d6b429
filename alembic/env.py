"""Where alembic meets this application: which tables, which connection."""

import warnings

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from bookings_app.db import (
    booking_tables,
    feed_tables,
    google_tables,
    key_tables,
    link_tables,
    outbox_tables,
    tables,
)
from bookings_app.db.migrations import migrating

# Importing the tables is what fills the metadata.
TABLES = (
    tables,
    booking_tables,
    feed_tables,
    google_tables,
    link_tables,
    key_tables,
    outbox_tables,
)

# PostgreSQL shows an exclusion constraint as an index, which no metadata can hold.
EXCLUSION_CONSTRAINTS = {"booking_overlap"}

# SQLite cannot show an index on an expression, and alembic leaves it out for that
# reason: a test stores the row that it forbids.
warnings.filterwarnings("ignore", message=".*expression-based index")


def is_compared(
    _thing: object,
    name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001 - alembic calls it
    _other: object,
) -> bool:
    """Whether autogenerate and `alembic check` look at it."""
    return not (kind == "index" and reflected and name in EXCLUSION_CONSTRAINTS)


def run(connection: Connection) -> None:
    """Run the migrations in the transaction that `connection` is in."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_object=is_compared,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    from bookings_app.config import load_settings

    with migrating(load_settings().database_url) as connection:
        run(connection)
else:
    run(given)
