"""However much waits, the oldest of it is at hand."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, create_engine, event, insert

from bot.storage.claiming import DUE
from bot.storage.tables import inbox, metadata
from tests.bot.conftest import address

__all__ = ["address"]

DUE_NOW = {"whose": "telegram:1", "now": datetime(2026, 11, 27, tzinfo=UTC), "most": 16}


NEW = {"bot": "telegram:1", "state": "new", "attempt": 0, "received_at": DUE_NOW["now"], "not_before": DUE_NOW["now"]}


def plan(engine: Engine, explain: str) -> str:
    """How a database means to find what is due; nobody has told it how much of what there is."""
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(inbox), [{**NEW, "update_id": one, "lane": f"{one % 100}"} for one in range(2000)])

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _explain(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        return f"{explain} {statement}", parameters

    try:
        with engine.connect() as connection:
            return "\n".join(str(line) for line in connection.execute(DUE, DUE_NOW).cursor.fetchall())
    finally:
        engine.dispose()


def test_sqlite_goes_through_what_is_pending_from_its_oldest() -> None:
    """And sorts nothing."""
    found = plan(create_engine("sqlite://"), "EXPLAIN QUERY PLAN")

    assert "SEARCH inbox USING INDEX inbox_pending (bot=?)" in found
    assert "before USING COVERING INDEX inbox_by_lane (bot=? AND lane=?)" in found
    assert "ORDER BY" not in found


def test_postgresql_goes_through_what_is_pending_from_its_oldest(address: str) -> None:
    """And sorts nothing."""
    found = plan(create_engine(address.replace("postgresql", "postgresql+psycopg", 1)), "EXPLAIN")

    assert "Index Scan using inbox_pending on inbox" in found
    assert "using inbox_by_lane on inbox before" in found
    assert "Sort" not in found
