"""The language files: how people ask, for translators to edit. Read once, checked, never changed."""

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import ConfigDict

from knowledge.model.entries import Kind
from knowledge.model.languages import Language
from knowledge.model.strict import Strict
from knowledge.model.templates import Phrases

FOLDER: Final = Path(__file__).parent / "data"

QuestionWord = Literal[
    "when", "where", "who", "to_whom", "how_much", "how_many", "how_long", "what", "name", "why", "how", "hour"
]  # fmt: skip
OperatorCue = Literal[
    "describe",
    "expand",
    "state",
    "list",
    "held",
    "now",
    "upcoming",
    "past",
    "most",
    "least",
    "compare",
    "latest",
    "earliest",
    "sum",
    "average",
    "elapsed",
    "share",
    "rest",
    "before",
    "between",
    "same",
    "during",
    "at",
    "after",
    "negation",
    "or",
    "follow_up",
]
PeriodCue = Literal[
    "day",
    "days",
    "week",
    "weeks",
    "weekend",
    "month",
    "months",
    "quarter",
    "quarters",
    "year",
    "years",
    "spring",
    "summer",
    "autumn",
    "winter",
    "today",
    "tomorrow",
    "yesterday",
    "after_tomorrow",
    "before_yesterday",
    "this_year",
    "last_year",
    "next_year",
    "this",
    "next",
    "last",
    "next_several",
    "last_several",
    "during",
    "since",
    "onwards",
    "before",
    "after",
    "until",
    "between",
    "and",
    "from",
    "to",
    "joining",
]
AmountCue = Literal[
    "more_than", "less_than", "longer_than", "shorter_than", "at_least", "at_most", "thousand", "million", "billion",
    "EUR", "CHF", "USD",
]  # fmt: skip
Manner = Literal["greeting", "thanks", "goodbye", "who_are_you"]


class FieldCues(Strict):
    """How one field is called and asked for."""

    caption: str
    cues: Phrases
    """Words that select the field."""
    with_: Phrases = ()
    """Words that are normal beside it; alone they select nothing."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))


class KindCues(Strict):
    """How one entry of a kind, and several, are called."""

    one: Phrases
    many: Phrases


class Cues(Strict):
    """All cues of one language."""

    fields: Mapping[str, FieldCues]
    kinds: Mapping[Kind, KindCues]
    questions: Mapping[QuestionWord, Phrases]
    operators: Mapping[OperatorCue, Phrases]
    courtesy: Mapping[Manner, Phrases]
    consent: Mapping[Literal["yes", "no"], Phrases]
    """Whole messages that take or refuse what was offered."""
    they: Phrases
    """Words for the organisation of a person who was talked about, and for no person: they have, there."""
    closed: Mapping[Literal["begins", "whether", "turning", "within"], Phrases]
    """What tells a yes-or-no question: how it begins that has no question mark, and how it goes on after "I would like
    to know"; ``turning`` are words that turn what is said or say how much of it, where no plain yes can be given, and
    ``within`` those behind which a place is named."""
    clauses: Phrases = ()
    """How a clause opens, in a language where a comma stands before each and its verb at the end."""
    introductions: Phrases
    """How a sentence begins in which people say who they are."""
    requests: Phrases = ()
    """The verbs that end a polite request, in a language where they stand there: "können Sie mir … sagen?"."""
    tags: Phrases
    """Words that ask for a yes at the end of a question, and neither deny nor add anything: "…, no?"."""
    for_example: Phrases
    """The nouns of "for example": they are no thing that is spoken of."""
    polite: Phrases
    """Phrases around a question; they weigh nothing."""
    function: Phrases
    """Grammar words; they weigh nothing."""
    glue: Phrases
    """Common words that say little; they weigh little."""
    deeds: Phrases = ()
    """Those of them that tell what somebody has done: behind a "has" they are not passed over, "has mentioned"."""
    titles: Phrases
    """How people are addressed; before the name of a person they weigh nothing."""
    languages: Mapping[Language, Phrases]
    """How people ask for an answer in another language."""
    demonyms: Mapping[str, Phrases]
    """By country code: words for what comes from there."""
    periods: Mapping[PeriodCue, Phrases]
    """Of what periods are made: units, seasons, steps, prepositions; ``joining`` are words that may stand inside."""
    amounts: Mapping[AmountCue, Phrases]
    """Of what amounts are made beside numbers and units of time: bounds, powers of ten, currencies."""
    abbreviations: tuple[str, ...] = ()
    """Words that a full stop may follow without ending the sentence."""
    numbers: tuple[str, ...]
    """One to twelve; a stroke stands between forms of the same number."""
    ordinals: tuple[str, ...]
    """First to tenth; a stroke stands between forms."""
    name_endings: tuple[str, ...] = ()
    """Endings that a name may carry in this language."""

    @property
    def puts_deeds_last(self) -> bool:
        """Whether what somebody has done may stand at the end, far from the "has"."""
        return bool(self.clauses)

    @cached_property
    def longest_ending(self) -> int:
        """Letters of the longest of these."""
        return max(map(len, self.name_endings), default=0)


_kept: Final[dict[Language, Cues]] = {}


@cache
def cues_of(language: Language) -> Cues:
    """The cues of *language*."""
    if language in _kept:
        return _kept[language]
    # BaseLoader: every value is text ("no" is a word here). The files are ours, so a plain load is safe.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return Cues.model_validate(yaml.load((FOLDER / f"{language}.yaml").read_text("utf-8"), loader))  # noqa: S506


def keep(cues: Mapping[Language, Cues]) -> None:
    """Use these, which were read from the same files before, for the languages that nobody has asked for yet."""
    _kept.update(cues)
