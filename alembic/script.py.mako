"""${message}.

Say why, and when it is safe to run.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Say what becomes true."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Say what is lost."""
    ${downgrades if downgrades else "pass"}
