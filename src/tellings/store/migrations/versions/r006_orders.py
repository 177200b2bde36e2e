"""Indexes for the orders of the story list; how a story's reports hang together, apart from its dossier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r006_orders"
down_revision = "r005_agenda"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ORDERS = ("independent", "differences")


def upgrade() -> None:
    """Make them; what is not kept apart yet is read from the dossier until its next revision."""
    for order in ORDERS:
        columns = [order, "last_moment", "id"]
        op.create_index(op.f(f"ix_stories_{'_'.join(columns)}"), "stories", columns)
    op.create_table(
        "kin",
        sa.Column("story_id", ID, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_kin_story_id")),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_kin")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("kin")
    for order in ORDERS:
        op.drop_index(op.f(f"ix_stories_{order}_last_moment_id"), "stories")
