"""Golden questions: what is right passes, what is wrong is said in a line that a person can use."""

from pathlib import Path

import pytest

from knowledge.answering.snapshot import Snapshot
from knowledge.golden.running import run_golden
from knowledge.loading.problems import InvalidBase


def golden(folder: Path, questions: str) -> Path:
    """A folder with one file of golden questions."""
    (folder / "questions").mkdir()
    (folder / "questions" / "mine.yaml").write_text(f"language: it\nquestions:\n{questions}", "utf-8")
    return folder


def test_right_expectations_pass(shipped: Snapshot, tmp_path: Path) -> None:
    """Of every form that a line can have."""
    folder = golden(
        tmp_path,
        """\
- {ask: "Quanto dura AlpClusters?", entry: s3-4alpclusters, field: duration, value: "30"}
- {ask: "e il budget?", after: "Quanto dura AlpClusters?", value: 2521964 EUR}
- {ask: "Il progetto AlpClusters è ancora in corso?", operator: state, value: over, today: 2026-01-01}
- {ask: "Il progetto AlpClusters è ancora in corso?", operator: state, value: going_on, today: 2018-01-01}
- {ask: "Chi è il capofila di AlpClusters?", refuse: missing_field}
- {ask: "Cos'è ESCO?", choice: esca}
- {ask: "What is ESCA?", language: en, entry: esca}
""",
    )
    report = run_golden(shipped, folder)

    assert [str(failure) for failure in report.failures] == []
    assert report.total == 7


def test_each_wrong_expectation_is_a_readable_line(shipped: Snapshot, tmp_path: Path) -> None:
    """With its file, its line, what came out and what should have."""
    folder = golden(
        tmp_path,
        """\
- {ask: "Quanto dura AlpClusters?", value: "36"}
- {ask: "Cos'è ESCA?", refuse: any}
- {ask: "Chi è il capofila di AlpClusters?", entry: s3-4alpclusters}
- {ask: "Cos'è ESCA?", entry: ecei}
""",
    )
    where = folder / "questions" / "mine.yaml"

    assert [str(failure) for failure in run_golden(shipped, folder).failures] == [
        f'{where}:3: "Quanto dura AlpClusters?" should say "36", not 30, 1',
        f'{where}:4: "Cos\'è ESCA?" should not be answered, but came out as an answer (describe: esca)',
        f'{where}:5: "Chi è il capofila di AlpClusters?" should be answered, but came out as a gap (missing_field)',
        f'{where}:6: "Cos\'è ESCA?" should be about ecei, not esca',
    ]


def test_a_mistake_in_a_file_is_refused_with_its_line(shipped: Snapshot, tmp_path: Path) -> None:
    """Before any question is asked."""
    folder = golden(tmp_path, '- {ask: "Cos\'è ESCA?", entri: esca}\n- {ask: "Cos\'è ESCA?"}\n')
    with pytest.raises(InvalidBase) as refused:
        run_golden(shipped, folder)

    assert [(problem.line, "entri" in problem.message) for problem in refused.value.problems] == [(3, True), (4, False)]
