"""Torture the bot: ``python -m tests.torture [FAMILY...]``, all of them or those that are named.

What is measured is kept in docs/reliability/, and docs/reliability.md is written anew from all that is kept. Ends with
1 if anything went wrong that must not, or if a control went well.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.torture.families import FAMILIES
from tests.torture.family import Family, Measured
from tests.torture.page import PAGE, page


def measured(family: Family) -> Sequence[str]:
    """Measure, tell, and keep; what is to be mended."""
    sys.stdout.write(f"{family.title} ...\n")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        rows = family.measure(Path(folder))
    for row in rows:
        sys.stdout.write(f"  {row.name}: " + ", ".join(f"{name} {said}" for name, said in row.figures.items()) + "\n")
    sys.stdout.write(f"  ({time.monotonic() - began:.0f} s)\n")
    Measured.now(rows).keep(family.name)
    PAGE.write_text(page(list(FAMILIES.values())), encoding="utf-8")
    return [problem for row in rows for problem in row.problems()]


def main() -> None:
    """Measure what is wished, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=", ".join(FAMILIES))
    names = parser.parse_args().families or list(FAMILIES)
    if unknown := [name for name in names if name not in FAMILIES]:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(FAMILIES)}")
    wrong = [problem for name in names for problem in measured(FAMILIES[name])]
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
