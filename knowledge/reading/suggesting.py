"""Questions that suggest what the answer to the one before may be: "How long? One year, two, more?"."""

from typing import Final

from knowledge.language.normal import folded
from knowledge.reading.closed import begins_closed
from knowledge.reading.mentions import Mention
from knowledge.reading.periods.terms import number_at
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.stating.saying import as_told, stand_in

_OF_TIME: Final = frozenset(("period", "start", "end", "duration"))
"""Fields of which "one year?" may be an answer."""


def lists_answers(question: Question, before: Reading) -> bool:
    """Whether it only lists what the answer to *before* may be: numbers, and words that the entry's texts have."""
    is_list = "," in question.text and not begins_closed(question)
    # "Doctors, nurses, who else?" asks for nothing more.
    ending = {place for place, _ in question.asked if _ends_with_it(question, place)}
    if not is_list or len(question.asked) > len(ending) or question.named or question.kinds():
        return False
    said = (mention for place, mention in enumerate(question.mentions) if place not in ending)
    return all(_may_be_an_answer(question, mention, before) for mention in said)


def _ends_with_it(question: Question, place: int) -> bool:
    """Whether something stands before a question word, and nothing but grammar behind it."""
    return place > 0 and all(
        mention.is_silent or mention.of("question", "glue") for mention in question.mentions[place:]
    )


def _may_be_an_answer(question: Question, mention: Mention, before: Reading) -> bool:
    if mention.is_silent or mention.of("amount", "operator", "glue"):
        return True
    same = _OF_TIME if before.field in _OF_TIME else {before.field}
    if any(meaning.value in same for meaning in mention.of("field")):
        return True
    if number_at(0, [word.folded for word in mention.words], question.language) is not None:
        return True
    base = question.base
    return any(
        stand_in(base, id, tuple(folded(as_told(base, id, word)) for word in mention.words)) for id in before.subjects
    )
