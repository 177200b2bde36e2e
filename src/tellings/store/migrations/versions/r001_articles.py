"""Captures, articles, their versions, labels and the search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r001_articles"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _bodies()
    _captures()
    _articles()
    _versions()
    _labels()
    _names()
    _sayings()
    _facts()
    _search()


def downgrade() -> None:
    """Take them away."""
    for name in ("facts", "sayings", "names", "labels", "versions", "articles", "captures", "bodies"):
        op.drop_table(name)
    op.drop_table("search_words")


def _bodies() -> None:
    op.create_table(
        "bodies",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_bodies")),
    )


def _captures() -> None:
    op.create_table(
        "captures",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("charset", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["bodies.sha256"], name=op.f("fk_captures_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
        sa.UniqueConstraint("key", "fetched_at", "sha256", name=op.f("uq_captures_key_fetched_at_sha256")),
    )
    op.create_index(op.f("ix_captures_sha256"), "captures", ["sha256"])


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("moment", sa.BigInteger(), nullable=True),
        sa.Column("current", ID, nullable=True),
        sa.Column("versions", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_seen_at", sa.Text(), nullable=False),
        sa.Column("last_seen_at", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.Column("gone_status", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("key", name=op.f("uq_articles_key")),
        sa.UniqueConstraint("moment", name=op.f("uq_articles_moment")),
    )
    op.create_index(op.f("ix_articles_current"), "articles", ["current"])
    op.create_index(op.f("ix_articles_language_moment"), "articles", ["language", "moment"])
    op.create_index(op.f("ix_articles_outlet_moment"), "articles", ["outlet", "moment"])


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ident", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.Text(), nullable=False),
        sa.Column("capture_id", ID, nullable=True),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("last_seen_at", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("moment", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_versions_article_id")),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_versions_capture_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_versions_article_id_number")),
        sa.UniqueConstraint("moment", name=op.f("uq_versions_moment")),
    )
    op.create_index(op.f("ix_versions_capture_id"), "versions", ["capture_id"])
    op.create_index(op.f("ix_versions_ident"), "versions", ["ident"])


def _labels() -> None:
    op.create_table(
        "labels",
        sa.Column("version_id", ID, nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_labels_version_id")),
        sa.PrimaryKeyConstraint("version_id", "maker", "release", name=op.f("pk_labels")),
    )


def _names() -> None:
    op.create_table(
        "names",
        sa.Column("version_id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mentions", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_names_version_id")),
        sa.PrimaryKeyConstraint("version_id", "key", name=op.f("pk_names")),
    )
    op.create_index(op.f("ix_names_key_moment"), "names", ["key", "moment"])
    op.create_index(op.f("ix_names_last_moment"), "names", ["last", "moment"])


def _sayings() -> None:
    op.create_table(
        "sayings",
        sa.Column("version_id", ID, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), server_default="0", nullable=False),
        sa.Column("end", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_sayings_version_id")),
        sa.PrimaryKeyConstraint("version_id", "statement", name=op.f("pk_sayings")),
    )
    op.create_index(op.f("ix_sayings_key_moment"), "sayings", ["key", "moment"])
    op.create_index(op.f("ix_sayings_last_moment"), "sayings", ["last", "moment"])


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )


def _search() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search_words (moment BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING GIN (words)")
    else:
        op.execute("CREATE VIRTUAL TABLE search_words USING fts5(words, content='', tokenize='ascii')")
