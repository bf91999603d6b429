"""Keep what somebody brings back from Google's consent page until the worker has exchanged it.

New columns of a table that is empty but for minutes: safe at any time.
"""

import sqlalchemy as sa
from alembic import op

revision = "google_exchange"
down_revision = "undecided"

_COLUMNS = ("code", "by_name", "outcome")


def upgrade() -> None:
    """Add them; what is absent is the empty text, and nothing was told."""
    for name in _COLUMNS:
        op.add_column(
            "google_sign_in", sa.Column(name, sa.String(), nullable=False, server_default="")
        )
    told = sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("google_sign_in", told)


def downgrade() -> None:
    """Remove them: whoever is on their way begins again."""
    for name in (*_COLUMNS, "told"):
        op.drop_column("google_sign_in", name)
