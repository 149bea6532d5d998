"""Whether a question may be answered with a plain yes."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from knowledge.language.cues import cues_of
from knowledge.language.normal import folded
from knowledge.model.languages import Language
from knowledge.reading.question import Question
from knowledge.stating.saying import is_grammar

_BEGINNINGS: Final[Mapping[Language, str]] = {
    "it": "hanno sono erano era",
    "en": "is are was were do does did has have had",
    "de": "ist sind war waren hat haben hatte hatten wird werden wurde wurden will wollte",
    "fr": "est etait sont etaient ont avait",
    "sl": "ali je so",
}
"""How a yes-or-no question begins that ends without a question mark."""
_WHETHER: Final[Mapping[Language, str]] = {"it": "se", "en": "whether if", "de": "ob", "fr": "si", "sl": "ali ce"}
"""How it goes on after "I would like to know"."""
_AFTER_ITS_MARK: Final = "\"'”») "
_TURNING: Final[Mapping[Language, str]] = {
    "it": "piu invece stesso tutti tutte",
    "en": "only just all every each either against despite below beyond unless than rather but yet ever other others"
    " another same own might would should shall could must ought cannot cant dont doesnt didnt isnt arent wasnt weren"
    " hasnt havent hadn wouldn couldn couldnt shouldn ain",
    "de": "nur alle allen kaum fast eher gegen trotz sondern aber jede jeder jedes jeden jedem andere anderen anderer"
    " anderes anderem mehr viel viele vielen nix nein entweder selbst allerdings",
    "fr": "plus tous toutes contre meme memes mais",
    "sl": "vsi vse vseh nihce nic le samo komaj sam sama bolj manj proti",
}
"""Words of grammar that turn what is said, or say how much of it: no text that leaves them out says the same."""


def is_closed(question: Question) -> bool:
    """Whether it asks for yes or no, with no question word and nothing that denies, limits or compares."""
    language, said = question.language, [word.folded for mention in question.mentions for word in mention.words]
    if question.has("negation") or not (_has_its_mark(question) or _begins(said, language)):
        return False
    return all(question.mentions[place].is_silent for place, _ in question.asked) and not _turning(language) & set(said)


def _has_its_mark(question: Question) -> bool:
    return question.text.rstrip(_AFTER_ITS_MARK).endswith("?")


def _begins(said: Sequence[str], language: Language) -> bool:
    whether = _WHETHER[language].split()
    return any(word in whether for word in said) or any(word in _BEGINNINGS[language].split() for word in said[:1])


@cache
def _turning(language: Language) -> frozenset[str]:
    """With the question words that are nothing else: one may stand in a cue as well, "an welche Organisationen"."""
    asked = (folded(phrase) for phrases in cues_of(language).questions.values() for phrase in phrases)
    return frozenset((*_TURNING[language].split(), *(one for one in asked if not is_grammar(one, language))))
