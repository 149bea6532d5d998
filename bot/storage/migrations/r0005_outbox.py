"""The outbox: letters nobody asked for, who has blocked the bot, where those with a role are reached, alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("bot", sa.String, nullable=False),
        sa.Column("asker", sa.String, nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter", sa.LargeBinary),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String),
        sa.UniqueConstraint("bot", "asker", "purpose", name="outbox_purposes"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_by_state", "outbox", ["bot", "state", "id"])
    op.create_table(
        "blocked",
        sa.Column("bot", sa.String, primary_key=True),
        sa.Column("asker", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "alerts",
        sa.Column("bot", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("roles", sa.Column("contact", sa.LargeBinary))
