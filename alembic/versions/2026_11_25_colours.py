"""Give services and providers a colour, so that screens can tell them apart.

An older release that still runs inserts without one and gets the default. Those that are
there take turns, in the order in which they were made. Adding a column copies no table:
safe at any time.
"""

from alembic import op

revision = "colours"
down_revision = "one_time_links"

COLOURS = (
    "indigo",
    "teal",
    "orange",
    "crimson",
    "grass",
    "violet",
    "cyan",
    "amber",
    "plum",
    "brown",
)


def upgrade() -> None:
    """Add the columns, then deal the colours out."""
    for table in ("service", "provider"):
        named = ", ".join(f"'{colour}'" for colour in COLOURS)
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN colour VARCHAR NOT NULL DEFAULT '{COLOURS[0]}'"
            f" CONSTRAINT {table}_colour_known CHECK (colour IN ({named}))"
        )
        turns = " ".join(f"WHEN {turn} THEN '{colour}'" for turn, colour in enumerate(COLOURS))
        op.execute(
            f"UPDATE {table} SET colour = CASE (SELECT count(*) FROM {table} AS earlier"
            f" WHERE (earlier.created_at, earlier.id) < ({table}.created_at, {table}.id))"
            f" % {len(COLOURS)} {turns} END"
        )


def downgrade() -> None:
    """Lose the colours."""
    for table in ("service", "provider"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN colour")
