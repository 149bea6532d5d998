"""Bringing the tables of a database to the version that this program knows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from bot.storage.errors import StorageError

EARLIER: Final = ("0001", "0002", "0003", "0004", "0005")
HEAD: Final = "0006"
"""The newest step in ``migrations``. It stands here so that most starts need no Alembic, which is slow to import."""


def revision(connection: Connection) -> str | None:
    """The last step that was taken; None for a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    taken: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return taken


def bring_to_head(connection: Connection) -> None:
    """Take all steps that are missing; see *bring_to*."""
    bring_to(connection, HEAD)


def bring_to(connection: Connection, version: str) -> None:
    """Take the steps to *version* that are missing, within the transaction of *connection*.

    Raises StorageError if a newer program has taken steps that this one does not know.
    """
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext, MigrationStep
    from alembic.script import ScriptDirectory

    folder = Path(__file__).with_name("migrations")
    scripts = ScriptDirectory(folder, version_locations=[folder])
    steps = {step.revision: step for step in scripts.walk_revisions()}
    if (taken := revision(connection)) not in {None, *steps}:
        raise StorageError(
            f"the database was used by a newer Grappolo (its tables are at {taken}, this program knows {HEAD}):"
            " start the newer program, or put back a backup from before"
        )

    def missing(current: tuple[str, ...], _: MigrationContext) -> Sequence[MigrationStep]:
        newest_first = scripts.iterate_revisions(version, current or "base")
        return [MigrationStep.upgrade_from_script(scripts.revision_map, step) for step in newest_first][::-1]

    context = MigrationContext.configure(connection, opts={"fn": missing})
    with Operations.context(context):
        context.run_migrations()
