"""Asking the golden questions and saying which of them failed, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from knowledge.answering.outcomes import Answer, Asked, Choice, Gap, Outcome
from knowledge.answering.snapshot import Snapshot
from knowledge.golden.values import values_in
from knowledge.loading.files import QUESTIONS
from knowledge.loading.problems import InvalidBase
from knowledge.loading.questions import read_questions
from knowledge.model.golden import GoldenFile, GoldenQuestion
from knowledge.model.languages import Language
from knowledge.reading.readings import Context

FOLDER: Final = QUESTIONS
TODAY: Final = date(2026, 11, 21)
"""The day on which golden questions are asked unless they say another: answers may depend on it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A golden question that did not come out as expected."""

    path: str
    line: int
    question: str
    why: str

    def __str__(self) -> str:
        return f'{self.path}:{self.line}: "{self.question}" {self.why}'


@dataclass(frozen=True, slots=True)
class Report:
    """What came of all golden questions."""

    total: int
    failures: tuple[Failure, ...]

    def __str__(self) -> str:
        return f"{self.total - len(self.failures)} of {self.total} golden questions come out as expected"


def run_golden(snapshot: Snapshot, folder: Path) -> Report:
    """Ask every question of the files in ``questions/`` of the base in *folder*. Raises InvalidBase."""
    failures: list[Failure] = []
    total = 0
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        golden, lines = read_golden(path)
        for question, line in zip(golden.questions, lines, strict=True):
            total += 1
            language = question.language or golden.language
            why = "; ".join(differences(question, ask_golden(snapshot, question, language), language))
            if why:
                failures.append(Failure(str(path), line, question.ask, why))
    return Report(total, tuple(failures))


def ask_golden(snapshot: Snapshot, question: GoldenQuestion, language: Language) -> Asked:
    """What comes of a golden question, after what was asked before it and on its day."""
    today = date.fromisoformat(question.today) if question.today else TODAY
    context = Context()
    for before in question.after:
        context = snapshot.ask(before, language=language, today=today, context=context).context
    return snapshot.ask(question.ask, language=language, today=today, context=context)


def differences(question: GoldenQuestion, asked: Asked, language: Language | None = None) -> Iterator[str]:
    """How what came of a question differs from what must; with *language* also whether it was heard as that."""
    outcomes = [part.outcome for part in asked.parts]
    if language and asked.language != language and not question.after:
        yield f"was taken for {asked.language}, not {language}"
    if question.refuse:
        yield from _not_refused(question, outcomes)
    elif question.choice:
        offered = {c.id for outcome in outcomes if isinstance(outcome, Choice) for c in outcome.candidates}
        if not set(question.choice) <= offered:
            yield f"should offer {', '.join(question.choice)}, {_said(outcomes)}"
    else:
        yield from mismatches(question, outcomes)


def _not_refused(question: GoldenQuestion, outcomes: list[Outcome]) -> Iterator[str]:
    types = {outcome.type for outcome in outcomes if isinstance(outcome, Gap)}
    if any(isinstance(outcome, Answer) for outcome in outcomes):
        yield f"should not be answered, {_said(outcomes)}"
    elif question.refuse != "any" and types != {question.refuse}:
        yield f"should be a gap of type {question.refuse}, {_said(outcomes)}"


def mismatches(question: GoldenQuestion, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """How the outcomes differ from the answer that a question must be given."""
    answers = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
    if len(answers) < len(outcomes):
        yield f"should be answered, {_said(outcomes)}"
        return
    operators = {answer.reading.operator for answer in answers}
    if question.operator and operators != {question.operator}:
        yield f"should be read as {question.operator}, not {', '.join(sorted(operators))}"
    entries = {id for answer in answers for id in answer.subjects}
    if question.entry and entries != set(question.entry):
        yield f"should be about {', '.join(question.entry)}, not {', '.join(sorted(entries)) or 'nothing'}"
    fields = {answer.reading.field for answer in answers if answer.reading.field}
    if question.field and fields != set(question.field):
        yield f"should give {', '.join(question.field)}, not {', '.join(sorted(fields)) or 'no field'}"
    values = [value for answer in answers for value in values_in(answer)]
    for wanted in question.value:
        if not any(_matches(wanted, value) for value in values):
            yield f'should say "{wanted}", not {", ".join(values)[:120] or "nothing"}'


def _matches(wanted: str, value: str) -> bool:
    return wanted == value or (not wanted.isdecimal() and len(wanted) > 3 and wanted.casefold() in value.casefold())


def _said(outcomes: Sequence[Outcome]) -> str:
    return "but came out as " + " and ".join(_name(outcome) for outcome in outcomes)


def _name(outcome: Outcome) -> str:
    match outcome:
        case Answer(reading=reading):
            about = ", ".join((*outcome.subjects, *((reading.field,) if reading.field else ())))
            return f"an answer ({reading.operator}: {about})"
        case Choice(candidates=candidates):
            return f"a choice of {', '.join(candidate.id for candidate in candidates)}"
        case Gap(type=type):
            return f"a gap ({type})"


def read_golden(path: Path) -> tuple[GoldenFile, tuple[int, ...]]:
    """The questions of a file with the lines they start at. Raises InvalidBase."""
    sheet = read_questions(str(path), path.read_bytes())
    if sheet.file is None:
        raise InvalidBase(sheet.problems)
    return sheet.file, tuple(sheet.line(number) for number in range(len(sheet.file.questions)))
