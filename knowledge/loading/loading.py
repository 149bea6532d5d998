"""Loading a base: every file is read, validated and checked, and all mistakes are said at once."""

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from knowledge.loading.checks import check
from knowledge.loading.documents import Document
from knowledge.loading.explain import explain
from knowledge.loading.files import QUESTIONS, SETTINGS, VOCABULARY, Files, collect
from knowledge.loading.problems import InvalidBase, Problem
from knowledge.loading.questions import read_questions, refused
from knowledge.loading.reader import MOST_MISTAKES, read
from knowledge.loading.sheets import Sheet, Sheets, ids_in
from knowledge.model.base import Base
from knowledge.model.building import building
from knowledge.model.entries import FOLDERS, KIND_OF, AnyEntry, Kind, Settings, Vocabulary
from knowledge.model.golden import GoldenFile
from knowledge.model.languages import Language, known


def load_base(folder: Path) -> Base:
    """The checked base in *folder*. Raises InvalidBase with every problem of every file."""
    with building():
        loader = _Loader(collect(folder))
        sheets, golden = loader.load(), loader.golden()
        problems = [*loader.problems, *check(sheets)]
    models = _taken_from(sheets.entries)
    if problems:
        deque(models, maxlen=0)
        raise InvalidBase(problems)
    entries = sorted(cast(Iterator[AnyEntry], models), key=lambda entry: entry.id)
    settings, vocabulary = cast(Settings, sheets.settings.model), cast(Vocabulary, sheets.vocabulary.model)
    untold = tuple(sorted({one for file in golden for one in refused(file)}))
    return Base(settings, vocabulary, {entry.id: entry for entry in entries}, untold)


def _taken_from(sheets: list[Sheet]) -> Iterator[BaseModel | None]:
    """Their models; each sheet goes then, for all at once they would keep everybody waiting."""
    while sheets:
        yield sheets.pop().model


class _Loader:
    def __init__(self, files: Files) -> None:
        self._files = files
        self._context: dict[str, Language] = {"main_language": "it"}
        self.problems = files.problems

    def load(self) -> Sheets:
        settings = self._one(SETTINGS, Settings)
        self._context = {"main_language": _main_language(settings)}
        unread: dict[str, Kind] = {}
        return Sheets(settings, self._one(VOCABULARY, Vocabulary), list(self._entries(unread)), unread)

    def golden(self) -> list[GoldenFile]:
        """The files of golden questions that have no mistake."""
        sheets = [read_questions(path, content) for path, content in self._files.in_folder(QUESTIONS)]
        self.problems += [problem for sheet in sheets for problem in sheet.problems]
        return [sheet.file for sheet in sheets if sheet.file]

    def _one(self, path: str, model: type[BaseModel]) -> Sheet:
        document = read(self._files.contents.get(path, b""))
        self.problems.extend(Problem(path, line, message) for line, message in document.mistakes)
        sheet = Sheet(path, document)
        if document.value is None and not document.mistakes:
            document.value = {}
        if document.value is not None and (path in self._files.contents or path == VOCABULARY):
            self._validate(sheet, model)
        return sheet

    def _entries(self, unread: dict[str, Kind]) -> Iterator[Sheet]:
        for folder, model in FOLDERS.items():
            for path, content in self._files.in_folder(folder):
                document = read(content)
                sheets = list(_parts(path, document, KIND_OF[model]))
                self._say(path, document, sheets)
                self._validate_all(sheets, model)
                if document.value is None:
                    unread.update(dict.fromkeys(ids_in(content), KIND_OF[model]))
                yield from sheets

    def _say(self, path: str, document: Document, sheets: Sequence[Sheet]) -> None:
        """What the reader refused, with the id of the entry that begins above it."""
        for line, message in document.mistakes:
            above = [sheet for sheet in sheets if sheet.line(()) <= line]
            self.problems.append(above[-1].said_in(line, message) if above else Problem(path, line, message))
        if document.value is None and not document.mistakes:
            self.problems.append(Problem(path, 1, "the file holds no entry: write one, or delete the file"))

    def _validate_all(self, sheets: Sequence[Sheet], model: type[BaseModel]) -> None:
        before = len(self.problems)
        for sheet in sheets:
            if len(self.problems) - before < MOST_MISTAKES:
                self._validate(sheet, model)

    def _validate(self, sheet: Sheet, model: type[BaseModel]) -> None:
        written = sheet.written
        try:
            sheet.model = model.model_validate(written, context=self._context)
        except ValidationError as error:
            for place, message in explain(error, model, written):
                if not sheet.is_broken(place):
                    self.problems.append(sheet.problem(place, message))
                    sheet.break_at(place)


def _main_language(settings: Sheet) -> Language:
    """Even of settings with a mistake: else every plain text of the base would be another."""
    written: Any = settings.raw.get("main_language")
    return known(written if isinstance(written, str) else None) or "it"


def _parts(path: str, document: Document, kind: Kind) -> Iterator[Sheet]:
    if isinstance(document.value, list):
        yield from (Sheet(path, document, (index,), kind) for index in range(len(document.value)))
    elif document.value is not None:
        yield Sheet(path, document, (), kind)
