"""Why an outcome is what it is, in plain words: how each word was taken, and why the best reading won."""

from collections.abc import Mapping
from typing import Final, get_args

from handlers.replies.teller import Teller
from handlers.texts.catalogues import message
from handlers.texts.texts import Texts
from knowledge.answering.outcomes import Answer, Choice, Gap, Outcome
from knowledge.model.entries import Kind
from knowledge.reading.readings import Considered, Reading, WordUse
from knowledge.stating.captions import kind_caption
from knowledge.stating.conditions import Wanted

QUESTION_WORDS: Final[Mapping[str, str]] = {
    "when": message("asks when"),
    "where": message("asks where"),
    "who": message("asks who"),
    "to_whom": message("asks to whom"),
    "how_much": message("asks how much"),
    "how_many": message("asks how many"),
    "how_long": message("asks how long"),
    "what": message("asks what or which"),
    "name": message("asks for a name"),
    "why": message("asks why"),
    "how": message("asks how"),
    "hour": message("asks at what time"),
}
OPERATOR_CUES: Final[Mapping[str, str]] = {
    "describe": message("asks what something is"),
    "expand": message("asks what a name stands for"),
    "state": message("asks whether it is still so"),
    "list": message("asks for a list"),
    "held": message("tells that somebody has something"),
    "now": message("tells that today is meant"),
    "upcoming": message("tells that it is yet to come"),
    "past": message("tells that it is over"),
    "most": message("asks for the most"),
    "least": message("asks for the least"),
    "compare": message("compares"),
    "latest": message("asks for the last"),
    "earliest": message("asks for the first"),
    "sum": message("asks for a sum"),
    "average": message("asks for an average"),
    "elapsed": message("asks how long ago"),
    "share": message("asks for a share"),
    "rest": message("asks for the rest"),
    "between": message("asks for the time between two things"),
    "same": message("asks whether it is the same"),
    "before": message("tells that it was earlier"),
    "during": message("tells that it was at the same time"),
    "at": message("tells that it was at the same time"),
    "after": message("tells that it was later"),
    "negation": message("says no"),
    "or": message("says that one is enough"),
    "follow_up": message("goes on with what was said before"),
}
_OPERATORS: Final = {
    "describe": message("description"),
    "attribute": message("one field"),
    "state": message("state"),
    "reverse": message("reverse look-up"),
    "filter": message("list"),
    "count": message("count"),
    "compare": message("comparison"),
    "superlative": message("highest or lowest"),
    "sum": message("sum"),
    "elapsed": message("how long ago"),
    "share": message("share"),
    "tally": message("how many of each"),
    "exists": message("yes or no"),
    "expand": message("long form"),
    "topic": message("written answer"),
    "courtesy": message("courtesy"),
}
_GAPS: Final = {
    "unknown_subject": message("Not answered: a name in it is not in our data."),
    "missing_field": message("Not answered: our data do not say this of it."),
    "not_understood": message("Not answered: no reading was sure enough."),
    "out_of_scope": message("Not answered: nothing in it belongs to what we know."),
}
_MOST: Final = 5
"""As many readings are shown: what comes after them was never near."""
_HEAVY: Final = 0.6
"""From this weight on an unexplained word is called a telling one."""


def explain(outcome: Outcome, teller: Teller) -> str:
    """The readings that were considered, best first, with the words of the best, and why it is the outcome."""
    considered, texts = outcome.considered[:_MOST], teller.texts
    if not considered:
        return texts.say("No reading was found.")
    words = [f"  {_word(use, teller)}" for use in considered[0].uses]
    readings = [f"  {place}. {_considered(one, teller)}" for place, one in enumerate(considered, start=1)]
    return "\n".join(
        [
            *([texts.say("How the words were taken:"), *words] if words else []),
            texts.say("Readings that were considered:"),
            *readings,
            *_why(considered, texts),
            _outcome(outcome, texts),
        ]
    )


def _word(use: WordUse, teller: Teller) -> str:
    texts = teller.texts
    meaning = [_meaning(use, teller), *([texts.say("written in another form")] if use.quality < 1 else [])]
    return f"{texts.say('“{words}”', words=use.words)} → {', '.join(meaning)}"


def _meaning(use: WordUse, teller: Teller) -> str:
    texts, meaning = teller.texts, use.meaning
    match use.use:
        case "name":
            return texts.say("names {name}", name=_value(meaning, teller))
        case "field":
            return texts.say("is about: {field}", field=_field(meaning, teller))
        case "kind":
            return texts.say("tells what is looked for: {kind}", kind=_kind(meaning, teller))
        case "value":
            return texts.say("tells which: {value}", value=_value(meaning, teller))
        case "question":
            return texts.say(QUESTION_WORDS[str(meaning)])
        case "operator" if (cue := OPERATOR_CUES.get(str(meaning))) is not None:
            return texts.say(cue)
        case "sample":
            return texts.say("as in a sample question of: {topic}", topic=_value(meaning, teller))
        case "courtesy":
            return texts.say("courtesy")
        case "text":
            return texts.say("stands in the text of: {field}", field=_field(meaning, teller))
        case "context" if meaning:
            return texts.say("fits what is asked about: {value}", value=_value(meaning, teller))
        case "context":
            return texts.say("fits what is asked about")
        case "unexplained" if use.weight < _HEAVY:
            return texts.say("not explained, but a common word")
        case "unexplained":
            return texts.say("not explained, and a telling word")
        case _:
            return texts.say("a small word")


def _value(value: Wanted, teller: Teller) -> str:
    """What a word stands for, by its name; as it was said where that has none."""
    try:
        return teller.condition_value(value)
    except KeyError:
        return _field(value, teller)


def _field(id: Wanted, teller: Teller) -> str:
    try:
        return teller.caption(str(id))
    except KeyError:
        return _kind(id, teller)


def _kind(id: Wanted, teller: Teller) -> str:
    kind = next((kind for kind in get_args(Kind) if kind == id), None)
    return teller.name(kind_caption(kind)) if kind else str(id)


def _considered(one: Considered, teller: Teller) -> str:
    return f"{_reading(one.reading, teller)}: {teller.texts.percent(one.confidence)}"


def _reading(reading: Reading, teller: Teller) -> str:
    """A reading in one line: what kind of answer, about what, which field, under which conditions."""
    parts = [teller.texts.say(_OPERATORS[reading.operator])]
    if reading.kind:
        parts.append(_kind(reading.kind, teller))
    if reading.subjects:
        parts.append(teller.texts.all_of(map(teller.title, reading.subjects)))
    if reading.field:
        parts.append(_field(reading.field, teller))
    return " · ".join([*parts, *map(teller.condition, reading.conditions)])


def _why(considered: tuple[Considered, ...], texts: Texts) -> list[str]:
    best, *others = considered
    lines = [_unexplained(best, texts)] if best.uses else []
    if not others:
        return [*lines, texts.say("No other reading came into question.")]
    first, second = texts.percent(best.confidence), texts.percent(others[0].confidence)
    lines.append(texts.say("The first is surer than the second: {first} against {second}.", first=first, second=second))
    if words := _left(others[0], texts):
        lines.append(texts.say("The second leaves unexplained: {words}.", words=words))
    return lines


def _unexplained(best: Considered, texts: Texts) -> str:
    if words := _left(best, texts):
        return texts.say("The first leaves unexplained: {words}.", words=words)
    return texts.say("The first explains every word.")


def _left(one: Considered, texts: Texts) -> str:
    return ", ".join(texts.say("“{words}”", words=use.words) for use in one.uses if use.use == "unexplained")


def _outcome(outcome: Outcome, texts: Texts) -> str:
    match outcome:
        case Answer(confidence=confidence):
            return texts.say("Sure enough to answer: {confidence}.", confidence=texts.percent(confidence))
        case Choice():
            return texts.say("Not sure enough to answer: a choice was offered.")
        case Gap(type=type):
            return texts.say(_GAPS[type])
