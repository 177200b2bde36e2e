"""What a long run remembers between its steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r004_states"
down_revision = "r003_stories"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "states",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("change", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_states")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("states")
