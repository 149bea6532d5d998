"""``make bench``: the figures of Grappolo beside its peers, as tables, JSON, plots and docs/benchmark.md."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.bench import golden, intents, peers, speed
from tests.bench.machine import machine
from tests.bench.plots import draw
from tests.bench.report import report

ROOT: Final = Path(__file__).parents[2]
PARTS: Final = ("golden", "intents", "peers", "speed")


def main() -> None:
    """Measure the parts that are wanted; the others keep what was measured before."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"some of {', '.join(PARTS)}; default: all")
    parser.add_argument("--data", type=Path, required=True, help="the folder with clinc150, massive and tech_events")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="where benchmark.md and benchmark/ go")
    parser.add_argument("--quick", action="store_true", help="small samples, to see that it works")
    wishes = parser.parse_args()
    unknown = [part for part in wishes.parts if part not in PARTS]
    if unknown or not wishes.data.is_dir():
        parser.error(f"no such part: {', '.join(unknown)}" if unknown else f"--data {wishes.data} is not a folder")
    folder: Path = wishes.out / "benchmark"
    folder.mkdir(parents=True, exist_ok=True)
    for part in wishes.parts or PARTS:
        sys.stderr.write(f"measuring {part}\n")
        figures = {"machine": machine(), "figures": _measures(wishes.data, quick=wishes.quick)[part]()}
        (folder / f"{part}.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    measured = {part: _kept(folder / f"{part}.json") for part in PARTS}
    draw(measured, folder)
    text = report(measured)
    sys.stdout.write(text)
    (wishes.out / "benchmark.md").write_text(text, encoding="utf-8")


def _measures(data: Path, *, quick: bool) -> dict[str, Callable[[], dict[str, Any]]]:
    return {
        "golden": lambda: golden.measure(60 if quick else None),
        "intents": lambda: intents.measure(data, 100 if quick else None),
        "peers": lambda: peers.measure(data, 40 if quick else peers.ASKED),
        "speed": lambda: speed.measure(data, (100, 1_000) if quick else speed.SIZES),
    }


def _kept(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text("utf-8")) if path.exists() else None


if __name__ == "__main__":
    main()
