"""Keep the keys with which programs come, and what they were answered.

Nothing was there before: safe at any time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "keys"
down_revision = "outside_hours"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_key",
        *_columns(),
        sa.PrimaryKeyConstraint("id", name="api_key_pk"),
        sa.UniqueConstraint("secret_hash", name="api_key_secret_hash_uq"),
        sa.CheckConstraint("kind IN ('api', 'ai_agent')", name=op.f("api_key_kind_known")),
    )
    op.create_table(
        "answer",
        *_text("owner", "path", "key", "fingerprint", "body"),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "path", "key", name="answer_pk"),
    )
    op.create_index("answer_created_at_ix", "answer", ["created_at"])


def downgrade() -> None:
    """Lose all keys: every program needs another one."""
    op.drop_table("answer")
    op.drop_table("api_key")


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _columns() -> list[sa.Column[Any]]:
    text = _text("id", "kind", "name", "secret_hash", "hint", "created_by_name")
    lists = [
        sa.Column(name, sa.JSON(), nullable=False)
        for name in ("scopes", "location_ids", "service_ids", "provider_ids")
    ]
    instants = [
        sa.Column(name, sa.DateTime(timezone=True), nullable=name != "created_at")
        for name in ("created_at", "expires_at", "used_at", "revoked_at")
    ]
    return [*text, *lists, *instants]
