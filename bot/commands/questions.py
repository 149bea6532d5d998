"""``grappolo questions``: what was asked and not answered, for the people who keep the base."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.options import Day

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.promises import Count, Record


def questions(
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV for a spreadsheet.")] = False,
    since: Annotated[Day, typer.Option(help="Only from this day on, as 2026-01-31.", formats=["%Y-%m-%d"])] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each how its words were taken, in the base's own language.")
    ] = False,
    counts: Annotated[bool, typer.Option("--counts", help="How many were answered, by operator and language.")] = False,
) -> None:
    """List what was not answered, open questions first."""
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    if explain and (as_json or as_csv or counts):
        raise typer.BadParameter("--explain stands alone; --json has the explanation as the trace")
    from bot.chosen import level_beside_text
    from bot.commands.tables import show_csv, show_explained, show_json, show_table
    from bot.logs import set_up_logs
    from bot.settings import read_settings

    settings = read_settings()
    set_up_logs(level_beside_text(settings), settings.log_format)
    start = None if since is None else since.replace(tzinfo=settings.timezone)
    read = _answered if counts else _asked
    show = show_json if as_json else show_csv if as_csv else show_explained if explain else show_table
    show(asyncio.run(read(settings, start)), _COUNTED if counts else _LISTED)


_LISTED: Final = ("type", "open", "language", "at", "text", "guesses")
_COUNTED: Final = ("operator", "language", "number")


async def _asked(settings: "Settings", since: datetime | None) -> Sequence[dict[str, Any]]:
    from bot.chosen import bots_of
    from bot.kept import open_storage

    now = datetime.now(UTC)
    async with open_storage(settings) as storage:
        records = [record for bot in bots_of(settings) for record in await storage.log.records(bot, since)]
    newest_first = sorted(records, key=lambda record: record.at, reverse=True)
    return [
        row_of(record, now, settings) for record in sorted(newest_first, key=lambda record: not record.open_gap(now))
    ]


def row_of(record: "Record", now: datetime, settings: "Settings") -> dict[str, Any]:
    """A record as staff see it: nothing of who asked."""
    gap = record.open_gap(now)
    best: dict[str, float] = {}
    for guess in record.guesses:
        best[guess.id] = max(guess.confidence, best.get(guess.id, 0.0))
    return {
        "type": gap or "choice",
        "open": gap is not None,
        "language": record.language,
        "text": record.text,
        "guesses": [{"id": id, "confidence": round(confidence, 2)} for id, confidence in best.items()],
        "at": record.at.astimezone(settings.timezone).isoformat(timespec="seconds"),
        "chosen": record.chosen,
        "trace": record.trace,
    }


async def _answered(settings: "Settings", since: datetime | None) -> Sequence[dict[str, Any]]:
    from bot.chosen import bots_of
    from bot.kept import open_storage

    day = None if since is None else since.date()
    async with open_storage(settings) as storage:
        return summed([count for bot in bots_of(settings) for count in await storage.log.counts(bot, day)])


def summed(counts: Sequence[tuple["Count", int]]) -> list[dict[str, Any]]:
    """How many questions each operator answered in each language, the most frequent first."""
    totals: Counter[tuple[str, str]] = Counter()
    for one, number in counts:
        totals[one.operator, one.language] += number
    return [
        {"operator": operator, "language": language, "number": number}
        for (operator, language), number in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    ]
