"""Questions as hurried people type them: the same question with one kind of noise in it."""

import random
import re
import unicodedata
from typing import Final, Literal, get_args

from knowledge.model.languages import Language

Noise = Literal[
    "neighbouring key", "letter dropped", "letter doubled", "letters swapped", "accents dropped", "words swapped",
    "courtesy around", "capitals", "no punctuation",
]  # fmt: skip
KINDS: Final[tuple[Noise, ...]] = get_args(Noise)
TYPOS: Final[tuple[Noise, ...]] = KINDS[:4]
"""Those that change a letter of one word."""

_ROWS: Final = {
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    "de": ("qwertzuiop", "asdfghjkl", "yxcvbnm"),
    "sl": ("qwertzuiop", "asdfghjkl", "yxcvbnm"),
}
_QWERTY: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_AROUND: Final = {
    "it": ("Buongiorno, avrei una domanda: {} Grazie mille!", "Ciao! {} Ti ringrazio."),
    "en": ("Good morning, I have a question: {} Thank you very much!", "Hi! {} Thanks."),
    "de": ("Guten Tag, ich habe eine Frage: {} Vielen Dank!", "Hallo! {} Danke."),
    "fr": ("Bonjour, j'ai une question : {} Merci beaucoup !", "Salut ! {} Merci."),
    "sl": ("Dober dan, imam vprašanje: {} Najlepša hvala!", "Živjo! {} Hvala."),
}
_SHORTEST: Final = 5
"""Letters of the shortest word that gets a typo: in a shorter one a slip makes another word."""


def noisy(question: str, kind: Noise, seed: int, language: Language) -> str:
    """*question* with noise of one kind; the same seed gives the same noise. Unchanged where it has no place for it."""
    chance = random.Random(f"{seed} {kind} {question}")  # noqa: S311  # noise, no secret
    match kind:
        case "accents dropped":
            decomposed = unicodedata.normalize("NFD", question)
            return "".join(character for character in decomposed if not unicodedata.combining(character))
        case "words swapped":
            return _swapped(question, chance)
        case "courtesy around":
            return chance.choice(_AROUND[language]).format(question)
        case "capitals":
            return question.upper()
        case "no punctuation":
            return " ".join(re.sub(r"[^\w\s'’-]", " ", question).split()).lower()
        case _:
            return _mistyped(question, kind, chance, language)


def _mistyped(question: str, kind: Noise, chance: random.Random, language: Language) -> str:
    words = [found for found in re.finditer(r"[^\W\d_]+", question) if len(found[0]) >= _SHORTEST]
    if not words:
        return question
    word = chance.choice(words)
    place = chance.randrange(word.start() + 1, word.end() - 1)  # the first letter is seldom mistyped
    before, letter, after = question[:place], question[place], question[place + 1 :]
    match kind:
        case "letter dropped":
            return before + after
        case "letter doubled":
            return before + letter * 2 + after
        case "letters swapped":
            return before + after[0] + letter + after[1:]
        case _:
            return before + _beside(letter, chance, language) + after


def _beside(letter: str, chance: random.Random, language: Language) -> str:
    for row in _ROWS.get(language, _QWERTY):
        place = row.find(letter.lower())
        if place >= 0:
            near = chance.choice([row[other] for other in (place - 1, place + 1) if 0 <= other < len(row)])
            return near.upper() if letter.isupper() else near
    return letter


def _swapped(question: str, chance: random.Random) -> str:
    words = question.split()
    if len(words) < 4:
        return question
    place = chance.randrange(1, len(words) - 2)
    words[place], words[place + 1] = words[place + 1], words[place]
    return " ".join(words)
