"""``make fit``: fit the confidence on the golden questions, say what it is worth, and write what is shipped."""

import argparse
from pathlib import Path

from knowledge.confidence.calibration import FILE
from knowledge.golden.running import FOLDER
from knowledge.loading.loading import load_base
from tests.fit.examples import examples, questions_in
from tests.fit.fitting import calibration_of, fit, held_out, thresholds
from tests.fit.report import report

SHIPPED = FILE.parents[1] / "base"


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.fit", description=__doc__)
    parser.add_argument("--out", type=Path, default=FILE)
    wishes = parser.parse_args()
    found = list(examples(load_base(SHIPPED), questions_in(SHIPPED / FOLDER)))
    confidence = held_out(found)
    chosen = thresholds(found, confidence)
    calibration = calibration_of(fit(found), chosen)
    print(report(found, confidence, calibration))  # noqa: T201  # a command prints
    wishes.out.write_text(calibration.model_dump_json(indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
