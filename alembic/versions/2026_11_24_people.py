"""Keep who can be booked, who signs in, and the settings of the workspace.

Nothing was there before: safe at any time.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "people"
down_revision = None


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
    """Make the tables of people."""
    op.create_table("setting", *text("name", "value"), primary_key("setting", "name"))
    op.create_table(
        "provider",
        *text("id", "name", "email"),
        *instants("created_at"),
        *instants("archived_at", nullable=True),
        primary_key("provider", "id"),
    )
    _make_member()
    _make_session()
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        *text("email", "address"),
        *instants("at"),
        primary_key("sign_in_failure", "id"),
    )
    index("sign_in_failure", "email")
    index("sign_in_failure", "address")
    index("sign_in_failure", "at")


def downgrade() -> None:
    """Lose all people and settings."""
    for table in ("sign_in_failure", "session", "member", "provider", "setting"):
        op.drop_table(table)


def _make_member() -> None:
    op.create_table(
        "member",
        *text("id", "email", "name", "role", "password_hash"),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=True),
        *instants("created_at"),
        primary_key("member", "id"),
        reference("member", "provider_id", "provider"),
        sa.CheckConstraint(
            "role IN ('admin', 'manager', 'provider')", name=op.f("member_role_known")
        ),
    )
    index("member", "provider_id")
    # One member per address, however it is capitalised.
    op.create_index("member_email_uq", "member", [sa.text("lower(email)")], unique=True)


def _make_session() -> None:
    op.create_table(
        "session",
        *text("token_hash", "member_id", "user_agent"),
        *instants("created_at", "seen_at", "expires_at"),
        primary_key("session", "token_hash"),
        reference("session", "member_id", "member"),
    )
    index("session", "member_id")
