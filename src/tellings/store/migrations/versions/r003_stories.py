"""Stories, decisions and dossiers; tokens, audit and what readers have seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r003_stories"
down_revision = "r002_collecting"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _stories()
    _decisions()
    _members()
    _moves()
    _dossiers()
    _slots()
    _tokens()
    _audit()
    _looks()


def downgrade() -> None:
    """Take them away."""
    for name in ("looks", "audit", "tokens", "slots", "dossiers", "moves", "members", "decisions", "stories"):
        op.drop_table(name)


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("titled_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("first_moment", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_moment", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reports", sa.Integer(), server_default="0", nullable=False),
        sa.Column("independent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("differences", sa.Integer(), server_default="0", nullable=False),
        sa.Column("merged_into", ID, nullable=True),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("change", sa.Integer(), server_default="0", nullable=False),
        sa.Column("profile", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["stories.id"], name=op.f("fk_stories_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_last_moment_id"), "stories", ["last_moment", "id"])
    op.create_index(op.f("ix_stories_merged_into"), "stories", ["merged_into"])
    op.create_index(op.f("ix_stories_stale_id"), "stories", ["stale", "id"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["other_id"], ["stories.id"], name=op.f("fk_decisions_other_id")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_decisions_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_other_id_id"), "decisions", ["other_id", "id"])
    op.create_index(op.f("ix_decisions_story_id_id"), "decisions", ["story_id", "id"])


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("decision_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_members_article_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_members_decision_id")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_members_story_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_decision_id"), "members", ["decision_id"])
    op.create_index(op.f("ix_members_story_id_article_id"), "members", ["story_id", "article_id"])


def _moves() -> None:
    op.create_table(
        "moves",
        sa.Column("decision_id", ID, autoincrement=False, nullable=False),
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("before_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_moves_article_id")),
        sa.ForeignKeyConstraint(["before_id"], ["decisions.id"], name=op.f("fk_moves_before_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_moves_decision_id")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_moves_story_id")),
        sa.PrimaryKeyConstraint("decision_id", "article_id", name=op.f("pk_moves")),
    )


def _dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("story_id", ID, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("built_at", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("versions", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_dossiers_story_id")),
        sa.PrimaryKeyConstraint("story_id", "revision", name=op.f("pk_dossiers")),
    )


def _slots() -> None:
    op.create_table(
        "slots",
        sa.Column("story_id", ID, autoincrement=False, nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_slots_story_id")),
        sa.PrimaryKeyConstraint("story_id", "slot", name=op.f("pk_slots")),
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("sha256", name=op.f("uq_tokens_sha256")),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_target_id"), "audit", ["target", "id"])


def _looks() -> None:
    op.create_table(
        "looks",
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("story_id", ID, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_looks_story_id")),
        sa.PrimaryKeyConstraint("reader", "story_id", name=op.f("pk_looks")),
    )
