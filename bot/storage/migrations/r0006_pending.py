"""An index that has the oldest of what is pending at hand, however much of it there is."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_PENDING = sa.text("state IN ('new', 'running', 'answered')")


def upgrade() -> None:
    op.create_index("inbox_pending", "inbox", ["bot", "id"], sqlite_where=_PENDING, postgresql_where=_PENDING)
