"""What the story list tells of each story; sessions under the token they were begun with; removed articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r008_desk"
down_revision = "r007_feeds"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them. Browser sessions of the release before have no token to stand under, so they end."""
    for name in ("types", "news"):
        op.add_column("stories", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("stories", sa.Column("news_at", sa.Text(), nullable=True))
    op.add_column("tokens", sa.Column("parent_id", ID, nullable=True))
    op.create_index(op.f("ix_tokens_parent_id"), "tokens", ["parent_id"])
    op.execute("UPDATE tokens SET revoked_at = created_at WHERE name LIKE 'session of %' AND revoked_at IS NULL")
    op.create_table(
        "removals",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("story_id", ID, nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.Text(), nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    for name in ("key", "article_id"):
        op.create_index(op.f(f"ix_removals_{name}"), "removals", [name])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("removals")
    op.drop_index(op.f("ix_tokens_parent_id"), "tokens")
    op.drop_column("tokens", "parent_id")
    for name in ("news_at", "news", "types"):
        op.drop_column("stories", name)
