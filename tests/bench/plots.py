"""The curves of the benchmark as pictures that can be read in grey."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SLOW = 20.0
"""Milliseconds from which on a name stands left of its point: there is no room on the right."""

Measured = Mapping[str, Mapping[str, Any] | None]


def draw(measured: Measured, folder: Path) -> None:
    """A picture for each part that has one; without matplotlib none."""
    try:
        import matplotlib as mpl
    except ImportError:
        return
    mpl.use("Agg")
    if (part := measured.get("speed")) is not None:
        _speed(part["figures"], folder / "speed.png")
    if (part := measured.get("peers")) is not None:
        _peers(part["figures"], folder / "peers.png")


def _speed(figures: Mapping[str, Any], path: Path) -> None:
    import matplotlib.pyplot as plt

    picture, axes = plt.subplots(figsize=(7, 4.2))
    sizes = [int(size) for size in figures]
    for name, style, marker in (("p50", "-", "o"), ("p99", "--", "s")):
        axes.plot(sizes, [row[name] for row in figures.values()], style, marker=marker, color="black", label=name)
    axes.set(xscale="log", yscale="log", xlabel="entries of the base", ylabel="milliseconds of CPU for a question")
    axes.set_title("A question costs far less than its share of the entries", fontsize=11)
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend(frameon=False)
    picture.savefig(path, dpi=110, bbox_inches="tight")
    plt.close(picture)


def _peers(figures: Mapping[str, Any], path: Path) -> None:
    import matplotlib.pyplot as plt

    rows = figures["CLINC150 full"]
    picture, axes = plt.subplots(figsize=(7, 4.2))
    for number, (name, row) in enumerate(rows.items()):
        is_ours, is_slow = name == "Grappolo", row["milliseconds"] > _SLOW
        axes.scatter(row["milliseconds"], 100 * row["accuracy"], s=60, color="black" if is_ours else "0.55")
        axes.annotate(
            name, (row["milliseconds"], 100 * row["accuracy"]), xytext=(-7 if is_slow else 7, 5 - 14 * (number % 2)),
            ha="right" if is_slow else "left", textcoords="offset points", fontsize=9,
            fontweight="bold" if is_ours else "normal",
        )  # fmt: skip
    axes.set(xscale="log", xlabel="milliseconds of CPU for a question", ylabel="right intent, % of questions in scope")
    axes.set_title("CLINC150, all samples: quality and time", fontsize=11)
    axes.margins(x=0.2, y=0.12)
    axes.grid(visible=True, alpha=0.25)
    picture.savefig(path, dpi=110, bbox_inches="tight")
    plt.close(picture)
