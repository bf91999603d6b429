"""Find quickly which events people moved or deleted in Google: calendars mark their bookings."""

import sqlalchemy as sa
from alembic import op

revision = "undecided"
down_revision = "calendar_feed"


def upgrade() -> None:
    """Add the index; it is as small as what waits for a decision."""
    op.create_index(
        "calendar_link_undecided_ix",
        "calendar_link",
        ["inbound", "booking_id"],
        sqlite_where=sa.text("inbound <> ''"),
        postgresql_where=sa.text("inbound <> ''"),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_index("calendar_link_undecided_ix", "calendar_link")
