"""Keep what happened to each booking; nobody rewrites it.

Change numbers come from one counted row, because numbers from a sequence become visible
out of order, and a reader who has seen 11 would never look for 10. Nothing was there
before: safe at any time.
"""

import sqlalchemy as sa
from alembic import op

revision = "history"
down_revision = "bookings"


def upgrade() -> None:
    """Make the history, its counter at zero, and the refusal to rewrite it."""
    texts = ("booking_id", "what", "by_kind", "by_id", "by_name", "reason")
    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="change_pk"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="change_booking_id_fk"),
    )
    op.create_index("change_booking_id_ix", "change", ["booking_id"])
    op.create_table(
        "change_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="change_counter_pk"),
        sa.CheckConstraint("id = 1", name=op.f("change_counter_one_row")),
    )
    op.execute("INSERT INTO change_counter (id, number) VALUES (1, 0)")
    if op.get_bind().dialect.name == "postgresql":
        _only_added_on_postgresql()
    else:
        _only_added_on_sqlite()


def downgrade() -> None:
    """Lose all history."""
    op.drop_table("change_counter")
    op.drop_table("change")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_rewrite_history()")


def _only_added_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_to_rewrite_history() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RAISE EXCEPTION ''change_only_added'' USING ERRCODE = ''restrict_violation'';"
        " END'"
    )
    op.execute(
        "CREATE TRIGGER change_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON change"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_history()"
    )


def _only_added_on_sqlite() -> None:
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER change_only_added_{verb} BEFORE {verb.upper()} ON change"
            " BEGIN SELECT RAISE(ABORT, 'change_only_added'); END"
        )
