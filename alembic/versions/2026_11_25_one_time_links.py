"""Keep links that work once: invitations, new passwords, the first run.

Nothing was there before: safe at any time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "one_time_links"
down_revision = "what_follows"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "one_time_link",
        *_columns(),
        sa.PrimaryKeyConstraint("token_hash", name="one_time_link_pk"),
        *_references(),
        sa.CheckConstraint(
            "purpose IN ('invitation', 'password', 'first_run')",
            name=op.f("one_time_link_purpose_known"),
        ),
        sa.CheckConstraint(
            "purpose <> 'password' OR member_id IS NOT NULL",
            name=op.f("one_time_link_password_of_member"),
        ),
    )
    for column in ("member_id", "provider_id"):
        op.create_index(f"one_time_link_{column}_ix", "one_time_link", [column])


def downgrade() -> None:
    """Lose all links that were not used."""
    op.drop_table("one_time_link")


def _columns() -> list[sa.Column[Any]]:
    text = [
        sa.Column(name, sa.String(), nullable=False)
        for name in ("token_hash", "purpose", "email", "name", "role", "created_by_name")
    ]
    ids = [sa.Column(name, sa.String(), nullable=True) for name in ("member_id", "provider_id")]
    instants = [
        sa.Column(name, sa.DateTime(timezone=True), nullable=False)
        for name in ("created_at", "expires_at")
    ]
    return [*text, *ids, *instants]


def _references() -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{table}_id"], [f"{table}.id"], name=f"one_time_link_{table}_id_fk"
        )
        for table in ("member", "provider")
    ]
