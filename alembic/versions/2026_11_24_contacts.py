"""Keep the people who book, and where they write to us.

Nothing was there before: safe at any time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "contacts"
down_revision = "catalogue"


def text(*names: str) -> list[sa.Column[str]]:
    """Columns of text; what is absent is the empty text."""
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def instants(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    """Columns of instants in UTC."""
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """The primary key, by our name for it."""
    return sa.PrimaryKeyConstraint(*columns, name=f"{table}_pk")


def reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key to the id of `target`, by our name for it."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"{table}_{column}_fk")


def index(table: str, *columns: str) -> None:
    """An index, by our name for it."""
    op.create_index(f"{table}_{'_'.join(columns)}_ix", table, list(columns))


def upgrade() -> None:
    """Make the address book and its conversations."""
    op.create_table(
        "contact",
        *text("id", "name", "phone", "email", "notes", "search_text"),
        *instants("created_at"),
        *instants("archived_at", nullable=True),
        primary_key("contact", "id"),
    )
    index("contact", "phone")
    op.create_index(
        "contact_phone_uq",
        "contact",
        ["phone"],
        unique=True,
        sqlite_where=sa.text("phone <> '' AND archived_at IS NULL"),
        postgresql_where=sa.text("phone <> '' AND archived_at IS NULL"),
    )
    index("contact", "email")
    op.create_table(
        "conversation",
        *text("id", "contact_id", "channel", "external_id"),
        *instants("last_message_at", nullable=True),
        primary_key("conversation", "id"),
        reference("conversation", "contact_id", "contact"),
        sa.UniqueConstraint("channel", "external_id", name="conversation_channel_external_id_uq"),
    )
    index("conversation", "contact_id")


def downgrade() -> None:
    """Lose the address book and its conversations."""
    op.drop_table("conversation")
    op.drop_table("contact")
