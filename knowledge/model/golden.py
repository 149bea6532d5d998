"""The form of golden questions, as staff write them."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from knowledge.model.asking import GapType, Operator
from knowledge.model.languages import Language
from knowledge.model.strict import Strict


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


OneOrMore = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class GoldenQuestion(Strict):
    """One question and what must come of it. What is not stated is not looked at."""

    ask: str
    after: OneOrMore = ()
    """Questions asked before it in the same conversation."""
    language: Language | None = None
    """Its language, if not that of the file."""
    today: str | None = None
    """The day of the question, such as 2018-07-01."""
    operator: Operator | None = None
    entry: OneOrMore = ()
    """Ids of the entries the answer is about; of a list all the entries in it."""
    field: OneOrMore = ()
    """The fields that are answered, in any order."""
    value: OneOrMore = ()
    """Values that must be in the answer: 2019-04-30, 2521964 EUR, 6, an id, yes, no, over, part of a text."""
    choice: OneOrMore = ()
    """Ids that must be offered."""
    refuse: GapType | Literal["any"] | None = None
    """It must not be answered: with a gap of this type; ``any``: a gap or a choice."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.operator or self.entry or self.field or self.value or self.choice or self.refuse):
            raise ValueError("it says nothing of what is expected: add entry, field, value, choice or refuse")
        return self


class GoldenFile(Strict):
    """A file of golden questions."""

    language: Language
    questions: tuple[GoldenQuestion, ...]
