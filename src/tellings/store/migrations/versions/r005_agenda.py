"""What is planned and who stands where, taken from newest dossiers, so that it can be listed across stories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r005_agenda"
down_revision = "r004_states"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; stories are marked as behind, so that the next run fills them."""
    op.create_table(
        "plans",
        sa.Column("story_id", ID, autoincrement=False, nullable=False),
        sa.Column("ident", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("due_text", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("reports", sa.Integer(), server_default="0", nullable=False),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("start", sa.Integer(), server_default="0", nullable=False),
        sa.Column("end", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_plans_article_id")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_plans_story_id")),
        sa.PrimaryKeyConstraint("story_id", "ident", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_due_story_id_ident"), "plans", ["due", "story_id", "ident"])
    op.create_index(op.f("ix_plans_status_due_story_id_ident"), "plans", ["status", "due", "story_id", "ident"])
    op.create_table(
        "positions",
        sa.Column("story_id", ID, autoincrement=False, nullable=False),
        sa.Column("ident", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("turns", sa.Text(), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("article_id", ID, nullable=True),
        sa.Column("start", sa.Integer(), server_default="0", nullable=False),
        sa.Column("end", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_positions_article_id")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_positions_story_id")),
        sa.PrimaryKeyConstraint("story_id", "ident", name=op.f("pk_positions")),
    )
    op.create_index(op.f("ix_positions_key_moment"), "positions", ["key", "moment"])
    op.create_index(op.f("ix_positions_last_moment"), "positions", ["last", "moment"])
    op.execute("UPDATE stories SET stale = true WHERE revision > 0")


def downgrade() -> None:
    """Take them away."""
    op.drop_table("positions")
    op.drop_table("plans")
