"""The first tables: records, counts, dialogues, languages and the key's fingerprint."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "records",
        sa.Column("bot", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asker", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("gap", sa.String),
        sa.Column("guesses", sa.JSON, nullable=False),
        sa.Column("trace", sa.LargeBinary, nullable=False),
        sa.Column("chosen", sa.String),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("records_by_time", "records", ["bot", "at"])
    op.create_table(
        "counts",
        sa.Column("bot", sa.String, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("language", sa.String, primary_key=True),
        sa.Column("operator", sa.String, primary_key=True),
        sa.Column("entry", sa.String, primary_key=True),
        sa.Column("field", sa.String, primary_key=True),
        sa.Column("outcome", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_table(
        "dialogues",
        sa.Column("bot", sa.String, primary_key=True),
        sa.Column("chat", sa.String, primary_key=True),
        sa.Column("asker", sa.String, primary_key=True),
        sa.Column("memory", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("dialogues_by_time", "dialogues", ["at"])
    op.create_table(
        "languages",
        sa.Column("bot", sa.String, primary_key=True),
        sa.Column("asker", sa.String, primary_key=True),
        sa.Column("language", sa.String, nullable=False),
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
