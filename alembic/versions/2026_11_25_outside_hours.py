"""Note on a booking why it no longer lies within working time.

Empty is fine, and what every booking begins as; an older release that still runs leaves
it so. Bookings that lie outside already are found when hours are next changed. Adding a
column copies no table, so that the guards on SQLite stay: safe at any time.
"""

from alembic import op

revision = "outside_hours"
down_revision = "colours"

REASONS = "'', 'closed', 'outside_hours', 'break', 'time_off'"


def upgrade() -> None:
    """Add the column."""
    op.execute(
        "ALTER TABLE booking ADD COLUMN outside_hours VARCHAR NOT NULL DEFAULT ''"
        f" CONSTRAINT booking_outside_hours_known CHECK (outside_hours IN ({REASONS}))"
    )


def downgrade() -> None:
    """Lose the notes."""
    op.execute("ALTER TABLE booking DROP COLUMN outside_hours")
