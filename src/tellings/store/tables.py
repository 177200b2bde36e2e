"""Tables and their keys; the Alembic revisions in ``migrations/`` build the same, which a test checks.

Text that came from outside stands in a column only where it is searched for or listed; the thing itself rests
compressed and untouched in a ``content`` column (`codec.py`). A ``key`` is a short hash of an address, because
PostgreSQL indexes no text beyond 2,700 bytes. Times are ISO 8601 in UTC, moments are numbers
(`moments.py`).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
#: 64 bits on PostgreSQL; SQLite's row ids are INTEGER and have 64 bits anyhow.
Id = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


# what came in
bodies = Table("bodies", metadata, Column("sha256", Text, primary_key=True), _count("size"),
    Column("content", LargeBinary, nullable=False))  # fmt: skip
captures = Table(
    "captures",
    metadata,
    Column("id", Id, primary_key=True),
    _text("key"),
    _text("source"),
    _text("url", optional=True),
    _text("fetched_at"),  # "" for a file, so that the same file put twice is one row
    Column("status", Integer),
    Column("headers", LargeBinary, nullable=False),
    _text("media_type"),
    _text("charset", optional=True),
    Column("sha256", Text, ForeignKey("bodies.sha256"), nullable=False),
    UniqueConstraint("key", "fetched_at", "sha256"),
    Index(None, "sha256"),
)
articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    _text("key"),
    _text("address"),
    _text("outlet", optional=True),
    _text("title", optional=True),
    _text("language", optional=True),
    _text("published", optional=True),
    Column("moment", BigInteger),
    Column("current", Id),
    Column("current_moment", BigInteger),  # of the version ``current``, under which the search knows it
    _count("versions"),
    _text("first_seen_at"),
    _text("last_seen_at"),
    _text("gone_at", optional=True),
    Column("gone_status", Integer),
    UniqueConstraint("key"),
    UniqueConstraint("moment"),
    Index(None, "outlet", "moment"),
    Index(None, "language", "moment"),
    Index(None, "current"),
    Index(None, "current_moment", "outlet", "language"),
    Index(None, "outlet", "current_moment"),
    Index(None, "language", "current_moment"),
)
versions = Table(
    "versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, ForeignKey("articles.id"), nullable=False),
    _count("number"),
    _text("ident"),
    _text("body_sha256"),
    Column("capture_id", Id, ForeignKey("captures.id")),
    _text("seen_at"),
    _text("last_seen_at"),
    _text("title", optional=True),
    Column("moment", BigInteger),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("article_id", "number"),
    UniqueConstraint("moment"),
    Index(None, "ident"),
    Index(None, "capture_id"),
)

# marks on a version
labels = Table(
    "labels",
    metadata,
    Column("version_id", Id, ForeignKey("versions.id"), primary_key=True),
    Column("maker", Text, primary_key=True),
    Column("release", Text, primary_key=True),
    _text("made_at"),
    Column("content", LargeBinary, nullable=False),
)
names = Table(
    "names",
    metadata,
    Column("version_id", Id, ForeignKey("versions.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("last", Text, nullable=False),  # last word of the key: "tarr" finds "oswin tarr"
    _text("name"),
    _text("type"),
    _count("mentions"),
    Column("moment", BigInteger, nullable=False),
    Index(None, "key", "moment"),
    Index(None, "last", "moment"),
)
sayings = Table(
    "sayings",
    metadata,
    Column("version_id", Id, ForeignKey("versions.id"), primary_key=True),
    Column("statement", Text, primary_key=True),
    _text("key"),
    _text("last"),
    _text("speaker"),
    _text("kind"),
    _count("start"),
    _count("end"),
    Column("moment", BigInteger, nullable=False),
    Index(None, "key", "moment"),
    Index(None, "last", "moment"),
)

# how it came in
runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True),
    _text("name"),
    _text("kind"),
    Column("settings", LargeBinary, nullable=False),
    _text("started_at"),
    _text("finished_at", optional=True),
    UniqueConstraint("name"),
)
shards = Table(
    "shards",
    metadata,
    Column("run_id", Id, ForeignKey("runs.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False, server_default="0"),
    _count("kept"),
    _text("done_at", optional=True),
    _text("claimed_by", optional=True),
    _text("claimed_until", optional=True),
)
shard_drops = Table(
    "shard_drops",
    metadata,
    Column("run_id", Id, primary_key=True),
    Column("shard", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    _count("count"),
    ForeignKeyConstraint(["run_id", "shard"], ["shards.run_id", "shards.name"]),
)
drops = Table(
    "drops",
    metadata,
    Column("id", Id, primary_key=True),
    _text("key"),
    _text("source"),
    _text("stage"),
    _text("code"),
    _text("reason"),
    _text("first_at"),
    _text("last_at"),
    _count("times"),
    Column("run_id", Id, ForeignKey("runs.id")),
    Column("capture_id", Id),
    UniqueConstraint("key", "stage", "code"),
    Index(None, "last_at", "id"),
    Index(None, "code", "last_at", "id"),
    Index(None, "stage", "code"),
    Index(None, "run_id"),
)
feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    _text("key"),
    _text("address"),
    _text("kind"),
    _text("title", optional=True),
    _text("outlet", optional=True),
    _text("etag", optional=True),
    _text("last_modified", optional=True),
    _text("next_due"),
    _count("wait_seconds"),
    _count("failures"),
    _text("health"),
    _text("error", optional=True),
    _text("checked_at", optional=True),
    _text("changed_at", optional=True),
    _count("change"),
    *(_text(name, optional=True) for name in ("headings", "moved_to", "moved_since")),
    _count("moved_times"),
    Column("said_seconds", Integer),
    UniqueConstraint("key"),
    Index(None, "next_due"),
)
#: Addresses that feeds had before they were moved for good.
feed_moves = Table("feed_moves", metadata, Column("key", Text, primary_key=True),
    Column("feed_id", Id, ForeignKey("feeds.id"), nullable=False), _text("address"), _text("moved_at"),
    Index(None, "feed_id"))  # fmt: skip
feed_entries = Table(
    "feed_entries",
    metadata,
    Column("feed_id", Id, ForeignKey("feeds.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    _text("address"),
    _text("title", optional=True),
    _text("published", optional=True),
    _text("first_seen_at"),
    _text("last_seen_at"),
    _text("state"),
    _count("tries"),
    _text("next_due", optional=True),
    Column("article_id", Id, ForeignKey("articles.id")),
    *(Index(None, name) for name in ("next_due", "key", "article_id")),
    Index(None, "feed_id", "state"),
)

# stories
stories = Table(
    "stories",
    metadata,
    Column("id", Id, primary_key=True),
    _text("title"),
    _text("titled_by"),
    _text("created_at"),
    _text("updated_at"),
    Column("first_moment", BigInteger, nullable=False, server_default="0"),
    Column("last_moment", BigInteger, nullable=False, server_default="0"),
    _count("reports"),
    _count("independent"),
    _count("differences"),
    Column("merged_into", Id, ForeignKey("stories.id")),
    _count("revision"),
    Column("stale", Boolean, nullable=False),
    _count("change"),
    # differences by type as JSON, "" without a dossier; what changed last in a line
    *(Column(name, Text, nullable=False, server_default="") for name in ("types", "news")),
    _text("news_at", optional=True),
    Column("profile", LargeBinary),  # what the grouping keeps of a story; None until it keeps something
    Index(None, "last_moment", "id"),
    Index(None, "independent", "last_moment", "id"),
    Index(None, "differences", "last_moment", "id"),
    Index(None, "stale", "id"),
    Index(None, "merged_into"),
)
decisions = Table(
    "decisions",
    metadata,
    Column("id", Id, primary_key=True),
    _text("kind"),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    Column("other_id", Id, ForeignKey("stories.id")),
    _text("who"),
    _text("why"),
    _text("at"),
    *(_text(name, optional=True) for name in ("before", "after", "undone_at", "undone_by")),
    Index(None, "story_id", "id"),
    Index(None, "other_id", "id"),
)
members = Table(
    "members",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    _text("by"),
    Column("score", Float, nullable=False),
    _text("reason"),
    _text("at"),
    Column("decision_id", Id, ForeignKey("decisions.id")),
    Index(None, "story_id", "article_id"),
    Index(None, "decision_id"),
)
#: Where each article stood before a decision moved it.
moves = Table(
    "moves",
    metadata,
    Column("decision_id", Id, ForeignKey("decisions.id"), primary_key=True, autoincrement=False),
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True, autoincrement=False),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    _text("by"),
    Column("score", Float, nullable=False),
    _text("reason"),
    _text("at"),
    Column("before_id", Id, ForeignKey("decisions.id")),
)
dossiers = Table(
    "dossiers",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    _text("built_at"),
    _text("maker"),
    Column("versions", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
#: In which ways the newest dossier of a story differs, for "differs in number".
slots = Table("slots", metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True, autoincrement=False),
    Column("slot", Text, primary_key=True), _count("count"), Index(None, "slot", "story_id"))  # fmt: skip

# who may, and who did
tokens = Table("tokens", metadata, Column("id", Id, primary_key=True), _text("name"), _text("sha256"), _text("scope"),
    _text("created_at"), _text("expires_at", optional=True), _text("revoked_at", optional=True),
    Column("parent_id", Id),  # of a browser's session: the token it was begun with
    UniqueConstraint("sha256"), Index(None, "parent_id"))  # fmt: skip
audit = Table("audit", metadata, Column("id", Id, primary_key=True), _text("at"), _text("who"), _text("action"),
    _text("target"), Column("detail", LargeBinary, nullable=False), Index(None, "target", "id"))  # fmt: skip
#: Articles that were taken out for good; what stood in them is nowhere.
removals = Table("removals", metadata, Column("id", Id, primary_key=True), _text("key"), _text("address"),
    Column("article_id", Id, nullable=False), Column("story_id", Id), _text("who"), _text("why"), _text("at"),
    _text("lifted_at", optional=True), _text("lifted_by", optional=True),
    Index(None, "key"), Index(None, "article_id"))  # fmt: skip
looks = Table("looks", metadata, Column("reader", Text, primary_key=True),
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False), _text("at"))  # fmt: skip
#: Facts about the store itself: which rule of splitting words the search was built with.
facts = Table("facts", metadata, Column("name", Text, primary_key=True), _text("value"))
#: What a long run remembers between its steps, such as how the grouping stands.
states = Table("states", metadata, Column("name", Text, primary_key=True), _count("change"),
    Column("content", LargeBinary, nullable=False))  # fmt: skip

# what the newest dossiers say, to be listed across stories
plans = Table(
    "plans",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True, autoincrement=False),
    Column("ident", Text, primary_key=True),
    _text("due"),  # the last day it may be done, as much of it as is known; "" without one
    _text("due_text", optional=True),
    _text("status"),
    _text("label"),
    _text("actors"),
    _count("reports"),
    Column("article_id", Id, ForeignKey("articles.id")),
    _count("start"),
    _count("end"),
    Column("content", LargeBinary),  # all that the dossier says of it, packed
    Index(None, "due", "story_id", "ident"),
    Index(None, "status", "due", "story_id", "ident"),
)
positions = Table(
    "positions",
    metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True, autoincrement=False),
    Column("ident", Text, primary_key=True),
    _text("key"),
    _text("last"),
    _text("actor"),
    _text("stance"),
    _text("issue"),
    _text("turns"),  # how it changed, one sentence a line; "" if nothing says that it did
    Column("moment", BigInteger, nullable=False),
    Column("article_id", Id, ForeignKey("articles.id")),
    _count("start"),
    _count("end"),
    Column("content", LargeBinary),  # likewise
    Index(None, "key", "moment"),
    Index(None, "last", "moment"),
)
#: How the reports of a story hang together, by `kin.py`.
kin = Table("kin", metadata,
    Column("story_id", Id, ForeignKey("stories.id"), primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False), Column("content", LargeBinary, nullable=False))  # fmt: skip
