"""Runs, drops and feeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r002_collecting"
down_revision = "r001_articles"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _runs()
    _shards()
    _shard_drops()
    _drops()
    _feeds()
    _feed_entries()


def downgrade() -> None:
    """Take them away."""
    for name in ("feed_entries", "feeds", "drops", "shard_drops", "shards", "runs"):
        op.drop_table(name)


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("settings", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("name", name=op.f("uq_runs_name")),
    )


def _shards() -> None:
    op.create_table(
        "shards",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("kept", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_shards_run_id")),
        sa.PrimaryKeyConstraint("run_id", "name", name=op.f("pk_shards")),
    )


def _shard_drops() -> None:
    op.create_table(
        "shard_drops",
        sa.Column("run_id", ID, nullable=False),
        sa.Column("shard", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id", "shard"], ["shards.run_id", "shards.name"], name=op.f("fk_shard_drops_run_id_shard")
        ),
        sa.PrimaryKeyConstraint("run_id", "shard", "reason", name=op.f("pk_shard_drops")),
    )


def _drops() -> None:
    op.create_table(
        "drops",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("first_at", sa.Text(), nullable=False),
        sa.Column("last_at", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), server_default="0", nullable=False),
        sa.Column("run_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_drops_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drops")),
        sa.UniqueConstraint("key", "stage", "code", name=op.f("uq_drops_key_stage_code")),
    )
    op.create_index(op.f("ix_drops_code_last_at_id"), "drops", ["code", "last_at", "id"])
    op.create_index(op.f("ix_drops_last_at_id"), "drops", ["last_at", "id"])
    op.create_index(op.f("ix_drops_run_id"), "drops", ["run_id"])


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("next_due", sa.Text(), nullable=False),
        sa.Column("wait_seconds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.Text(), nullable=True),
        sa.Column("change", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("key", name=op.f("uq_feeds_key")),
    )
    op.create_index(op.f("ix_feeds_next_due"), "feeds", ["next_due"])


def _feed_entries() -> None:
    op.create_table(
        "feed_entries",
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("first_seen_at", sa.Text(), nullable=False),
        sa.Column("last_seen_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_due", sa.Text(), nullable=True),
        sa.Column("article_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_feed_entries_article_id")),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_feed_entries_feed_id")),
        sa.PrimaryKeyConstraint("feed_id", "key", name=op.f("pk_feed_entries")),
    )
    op.create_index(op.f("ix_feed_entries_article_id"), "feed_entries", ["article_id"])
    op.create_index(op.f("ix_feed_entries_key"), "feed_entries", ["key"])
    op.create_index(op.f("ix_feed_entries_next_due"), "feed_entries", ["next_due"])
