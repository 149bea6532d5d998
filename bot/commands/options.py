"""What several commands take."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

Knowledge = Annotated[Path | None, typer.Option("--knowledge", metavar="DIR", help="Another knowledge base.")]

# Typer reads days as points in time; a command takes the day of it.
Day = datetime | None
