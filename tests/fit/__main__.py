"""``make fit``: fit the confidence on the golden questions, say what it is worth, and write what is shipped."""

from pydantic import BaseModel

from knowledge.answering.snapshot import Snapshot
from knowledge.confidence import calibration
from knowledge.golden.running import FOLDER
from knowledge.loading.loading import load_base
from knowledge.topics import refusal
from tests.fit.examples import examples, questions_in
from tests.fit.fitting import calibration_of, fit, held_out, thresholds
from tests.fit.report import report

SHIPPED = calibration.FILE.parents[1] / "base"


def main() -> None:
    """Fit, print, write."""
    base = load_base(SHIPPED)
    refusal.FILE.write_text(_plain(Snapshot.compile(base).decider.compiled.topics.model.refusal), encoding="utf-8")
    found = list(examples(base, questions_in(SHIPPED / FOLDER)))
    confidence = held_out(found)
    chosen = thresholds(found, confidence)
    fitted = calibration_of(fit(found), chosen)
    print(report(found, confidence, fitted))  # noqa: T201  # a command prints
    calibration.FILE.write_text(_plain(fitted), encoding="utf-8")


def _plain(coefficients: BaseModel) -> str:
    return coefficients.model_dump_json(indent=2) + "\n"


if __name__ == "__main__":
    main()
