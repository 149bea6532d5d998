"""The erasures: whose records must go again when a backup is put back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("bot", sa.String, primary_key=True),
        sa.Column("mark", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
