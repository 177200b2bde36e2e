"""What the desk's lists are read from: when an article's current text was, and plans and positions whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r009_speed"
down_revision = "r008_desk"
branch_labels = None
depends_on = None

INDEXES = {
    "articles": (
        ["current_moment", "outlet", "language"],
        ["outlet", "current_moment"],
        ["language", "current_moment"],
    ),
    "feed_entries": (["feed_id", "state"],),
    "drops": (["stage", "code"],),
    "slots": (["slot", "story_id"],),
}


def upgrade() -> None:
    """Make them; plans and positions are read from their dossier until its next revision."""
    op.add_column("articles", sa.Column("current_moment", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE articles SET current_moment = (SELECT moment FROM versions WHERE versions.id = articles.current)"
    )
    for table in ("plans", "positions"):
        op.add_column(table, sa.Column("content", sa.LargeBinary(), nullable=True))
    for table, indexes in INDEXES.items():
        for columns in indexes:
            op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    """Take them away."""
    for table, indexes in INDEXES.items():
        for columns in indexes:
            op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table)
    for table in ("plans", "positions"):
        op.drop_column(table, "content")
    op.drop_column("articles", "current_moment")
