"""What stands under a question: a goodbye, and who signs."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from knowledge.reading.mentions import Mention

_MARKS = ",;.!–—"


def without_signature(sentences: Iterable[str], cut: Callable[[str], Sequence[Mention]]) -> Iterator[str]:
    """The sentences of a message up to its goodbye: "Kind regards, Secretariat" asks nothing of a secretariat.

    *cut* finds the mentions of a sentence. Whoever says goodbye first and then asks is heard: "Ciao, when is it?".
    """
    has_left = False
    for number, sentence in enumerate(sentences):
        found = cut(sentence)
        if has_left and not _asks(sentence, found):
            continue
        end = next((place for place in range(len(found)) if _is_goodbye(sentence, found, place, number)), None)
        has_left = end is not None
        yield sentence if end is None else sentence[: found[end].words[-1].end]


def _is_goodbye(sentence: str, found: Sequence[Mention], place: int, number: int) -> bool:
    """Whether a goodbye stands there, behind what was said, and nothing is asked behind it."""
    if all(meaning.value != "goodbye" for meaning in found[place].of("courtesy")):
        return False
    before = sentence[found[place - 1].words[-1].end : found[place].words[0].start] if place else ""
    is_behind = any(mark in before for mark in _MARKS) if place else number > 0
    return is_behind and not _asks(sentence[found[place].words[-1].end :], found[place + 1 :])


def _asks(said: str, found: Sequence[Mention]) -> bool:
    return "?" in said or any(mention.of("question") for mention in found)
