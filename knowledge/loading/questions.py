"""Reading golden questions, and what of them teaches topics where to stop."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from knowledge.loading.documents import Document
from knowledge.loading.explain import explain
from knowledge.loading.problems import Problem
from knowledge.loading.reader import read
from knowledge.model.golden import GoldenFile, GoldenQuestion
from knowledge.model.languages import Language


@dataclass(frozen=True, slots=True)
class GoldenSheet:
    """A file of golden questions as it is written."""

    path: str
    document: Document
    file: GoldenFile | None
    """None if there is a mistake in it."""
    problems: tuple[Problem, ...]

    def line(self, number: int) -> int:
        """Where a question begins."""
        return self.document.line(("questions", number))


def read_questions(path: str, content: bytes) -> GoldenSheet:
    """The questions in the *content* of the file at *path*, or every mistake in it."""
    document = read(content)
    problems = [Problem(path, line, message) for line, message in document.mistakes]
    file: GoldenFile | None = None
    try:
        file = GoldenFile.model_validate(document.value)
    except ValidationError as error:
        found = explain(error, GoldenFile, document.value or {})
        problems += [Problem(path, document.line(place), message) for place, message in found]
    return GoldenSheet(path, document, None if problems else file, tuple(problems))


def of_no_topic(file: GoldenFile, topics: Container[str]) -> Iterator[tuple[Language, str]]:
    """The questions that are answered by something else or not at all, as far as they say so; *topics* are ids.

    What was asked before a question may be all that tells its subject, so one with ``after`` teaches nothing.
    """
    for question in file.questions:
        if not question.after and _is_of_no_topic(question, topics):
            yield question.language or file.language, question.ask


def _is_of_no_topic(question: GoldenQuestion, topics: Container[str]) -> bool:
    if question.refuse:
        return True
    is_answered_otherwise = question.field or question.operator not in (None, "topic") or question.entry
    return bool(is_answered_otherwise) and not any(id in topics for id in question.entry)
