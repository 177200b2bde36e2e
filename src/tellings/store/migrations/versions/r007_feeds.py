"""Feeds: headings of the reader's list, moves for good, what a feed says of its pause; losses with what was refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r007_feeds"
down_revision = "r006_orders"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them; feeds stand outside every heading until a list of feeds is imported again."""
    for name in ("headings", "moved_to", "moved_since"):
        op.add_column("feeds", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("feeds", sa.Column("moved_times", sa.Integer(), server_default="0", nullable=False))
    op.add_column("feeds", sa.Column("said_seconds", sa.Integer(), nullable=True))
    op.add_column("drops", sa.Column("capture_id", ID, nullable=True))
    op.create_table(
        "feed_moves",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_feed_moves_feed_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_feed_moves")),
    )
    op.create_index(op.f("ix_feed_moves_feed_id"), "feed_moves", ["feed_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("feed_moves")
    op.drop_column("drops", "capture_id")
    for name in ("said_seconds", "moved_times", "moved_since", "moved_to", "headings"):
        op.drop_column("feeds", name)
