"""Reading golden questions, and which of them teach topics where to stop."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from knowledge.loading.documents import Document
from knowledge.loading.explain import explain
from knowledge.loading.problems import Problem
from knowledge.loading.reader import read
from knowledge.model.golden import GoldenFile
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
    if document.value is None:
        problems = problems or [Problem(path, 1, "the file holds no question: write one, or delete the file")]
    else:
        try:
            file = GoldenFile.model_validate(document.value)
        except ValidationError as error:
            found = explain(error, GoldenFile, document.value)
            problems += [Problem(path, document.line(place), message) for place, message in found]
    return GoldenSheet(path, document, None if problems else file, tuple(problems))


def refused(file: GoldenFile) -> Iterator[tuple[Language, str]]:
    """The questions of a file that must not be answered, each with its language.

    Those with ``after`` are left out: what was asked before may be all that tells why.
    """
    for question in file.questions:
        if question.refuse and not question.after:
            yield question.language or file.language, question.ask
