"""``make demo`` shows what it says it does."""

from pathlib import Path

import pytest

from tests.demo import demonstrate

pytestmark = [pytest.mark.usefixtures("own_folders"), pytest.mark.slow]


async def test_the_demonstration_shows_two_talks_and_ends_by_itself(tmp_path: Path) -> None:
    """A choice, a follow-up and a gap in Italian; another talk in English; nothing that Telegram would refuse."""
    shown: list[str] = []

    await demonstrate(shown.append, tmp_path / "bot")

    lines = [line.strip() for text in shown for line in text.splitlines()]
    wanted = [
        "Anna: Quando finisce?",
        "[Nessuna di queste]",
        "Pubblicazione finale del progetto <https://bit.ly/2txcQek>",
        "2.521.964\xa0€",
        "30 aprile 2019",
        "(dalla conversazione: S3-4AlpClusters)",
        "Ho annotato la domanda per lo staff.",
        "Ben: Where was the ADW held?",
        "at Regione Lombardia, Milan, Lombardy, Italy",
        "(from the conversation: ADW)",
        "I do not know “Zorblat”.",
        "What is stored",
    ]
    assert [line for line in wanted if line not in lines] == []
    assert "0 mistakes towards Telegram; exit 0" in lines[-1]
