"""Examples to fit on: the reading that would be answered, and whether that answer is right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from knowledge.answering.outcomes import Answer
from knowledge.answering.snapshot import Snapshot
from knowledge.confidence.signals import Signals
from knowledge.golden.running import TODAY, mismatches, read_golden
from knowledge.model.base import Base
from knowledge.model.golden import GoldenQuestion
from knowledge.model.languages import Language
from knowledge.reading.question import Question
from knowledge.reading.reader import sentences, spoken
from knowledge.reading.readings import Context
from tests.fit.taken_out import PARTS, without_entry, without_field, without_questions, without_samples

_DECEIVING: Final = "near."


@dataclass(frozen=True, slots=True)
class Asked:
    """A golden question, and what belongs together: the same thing asked in five languages is one thing."""

    question: GoldenQuestion
    language: Language

    @property
    def group(self) -> str:
        """Questions of a group are fitted on together or not at all, so that the others are data not used to fit."""
        expected = self.question
        return f"{'+'.join(expected.entry)}.{'+'.join(expected.field)}" if expected.entry else expected.ask


@dataclass(frozen=True, slots=True)
class Example:
    """The strongest reading of a question, and whether to answer it would have been right."""

    source: str
    """``golden``, or what was taken out."""
    group: str
    text: str
    signals: Signals
    chance: float
    right: bool


def questions_in(folder: Path) -> tuple[Asked, ...]:
    """The golden questions of the files in *folder*, but for those that were written to be taken for something else.

    They teach, but do not tell how often people ask so.
    """
    files = (read_golden(path)[0] for path in sorted(folder.glob("*.yaml")) if not path.name.startswith(_DECEIVING))
    return tuple(Asked(one, one.language or file.language) for file in files for one in file.questions)


def examples(base: Base, questions: Sequence[Asked]) -> Iterator[Example]:
    """Each question asked of a base that was not taught by it, and of one that does not know its entry or its field.

    And each sample question of a topic, asked of a base that has it not: whatever is like it must be the topic.
    """
    whole = Snapshot.compile(base)
    for part in range(PARTS):
        asked = questions[part::PARTS]
        without = Snapshot.compile(without_questions(base, {(one.language, one.question.ask) for one in asked}))
        for one in asked:
            yield from _example(without, one, "golden")
            for field in one.question.field:
                yield from _example(without, one, "field taken out", field)
    for id in base.entries:
        naming = [one for one in questions if id in one.question.entry and _names(whole, one, id)]
        without = Snapshot.compile(without_entry(base, id)) if naming else whole
        for one in naming:
            # Even if the answer were the same: a name that nobody knows must not be answered.
            yield from (replace(found, right=False) for found in _example(without, one, "entry taken out"))
    for part in range(PARTS):
        fewer, out = without_samples(base, part)
        without = Snapshot.compile(fewer)
        for topic, language, text in out:
            sample = Asked(GoldenQuestion(ask=text, entry=topic), language)
            # A typed reading may answer a sample just as well: only topics are right or wrong by their id.
            yield from (one for one in _example(without, sample, "sample taken out") if one.signals.free)


def _example(snapshot: Snapshot, asked: Asked, source: str, field: str | None = None) -> Iterator[Example]:
    """Nothing where no reading was found, or the strongest would be a gap: then no wrong answer is possible."""
    today = date.fromisoformat(asked.question.today) if asked.question.today else TODAY
    read = _question(snapshot, asked, today)
    if read is None:
        return
    question = without_field(read, field, snapshot.decider.compiled.lexicon) if field else read
    ranked = snapshot.decider.ranked(question, today)
    if not ranked or ranked[0].reading.operator == "courtesy":
        return
    best = ranked[0]
    outcomes = [snapshot.answer(reading, today) for reading in best.readings]
    if all(isinstance(outcome, Answer) for outcome in outcomes):
        must_not = asked.question.refuse or asked.question.choice
        right = not must_not and not list(mismatches(asked.question, outcomes))
        yield Example(source, asked.group, question.text, best.signals, best.chance, right)


def _names(snapshot: Snapshot, asked: Asked, id: str) -> bool:
    question = _question(snapshot, asked, TODAY)
    return question is not None and any(entry.id == id for _, entry in question.named)


def _question(snapshot: Snapshot, asked: Asked, today: date) -> Question | None:
    """The golden question in its conversation; None of a message with several sentences: those are several."""
    context = Context()
    for before in asked.question.after:
        context = snapshot.ask(before, language=asked.language, today=today, context=context).context
    compiled = snapshot.decider.compiled
    said = sentences(asked.question.ask)
    if len(said) != 1:
        return None
    heard = spoken(asked.question.ask, compiled, context.language or asked.language, today)
    return compiled.question(said[0], heard, today, context)
