"""The inbox: updates that were received and are not done yet."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("bot", sa.String, nullable=False),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("question", sa.String),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("replies", sa.LargeBinary),
        sa.Column("sent", sa.JSON),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("incident", sa.String),
        sa.Column("reason", sa.String),
        sa.UniqueConstraint("bot", "update_id", name="inbox_updates"),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_by_state", "inbox", ["bot", "state", "id"])
    op.create_index("inbox_by_lane", "inbox", ["bot", "lane", "state", "id"])
    op.create_index("inbox_by_question", "inbox", ["bot", "question"])
    op.create_index("inbox_by_time", "inbox", ["received_at"])
