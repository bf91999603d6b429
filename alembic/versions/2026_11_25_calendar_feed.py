"""Keep the secret addresses at which other programs read a provider's calendar.

Nothing was there before: safe at any time.
"""

import sqlalchemy as sa
from alembic import op

revision = "calendar_feed"
down_revision = "google"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "calendar_feed",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "provider_id", name="calendar_feed_pk"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="calendar_feed_member_id_fk"),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name="calendar_feed_provider_id_fk"
        ),
        sa.UniqueConstraint("secret_hash", name="calendar_feed_secret_hash_uq"),
    )
    op.create_index("calendar_feed_provider_id_ix", "calendar_feed", ["provider_id"])


def downgrade() -> None:
    """Lose every address: other programs read no calendar any more."""
    op.drop_table("calendar_feed")
