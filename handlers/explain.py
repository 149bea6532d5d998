"""Why an outcome is what it is, in plain words: how each word was taken, and why the best reading won."""

from handlers.texts.catalogues import message
from handlers.texts.texts import Texts
from knowledge.answering.outcomes import Answer, Choice, Gap, Outcome
from knowledge.reading.readings import Considered, WordUse
from knowledge.stating.amounts import written
from knowledge.stating.conditions import Condition, Span
from knowledge.stating.values import Amount

USES = {
    "name": message("a name"),
    "field": message("a field"),
    "value": message("a value"),
    "kind": message("a kind of entry"),
    "operator": message("what is asked"),
    "question": message("a question word"),
    "sample": message("a sample question"),
    "courtesy": message("courtesy"),
    "function": message("a small word"),
    "context": message("from the conversation"),
    "unexplained": message("not explained"),
}

OPERATORS = {
    "describe": message("description"),
    "attribute": message("one field"),
    "state": message("state"),
    "reverse": message("reverse look-up"),
    "filter": message("list"),
    "count": message("count"),
    "compare": message("comparison"),
    "superlative": message("highest or lowest"),
    "sum": message("sum"),
    "exists": message("yes or no"),
    "expand": message("long form"),
    "topic": message("written answer"),
    "courtesy": message("courtesy"),
}


def explain(outcome: Outcome, texts: Texts) -> str:
    """The readings that were considered, best first, with the words of the best, and why it is the outcome."""
    considered = outcome.considered
    if not considered:
        return texts.say("No reading was found.")
    words = [f"  {_word(use, texts)}" for use in considered[0].uses]
    readings = [f"  {place}. {_reading(one, texts)}" for place, one in enumerate(considered, start=1)]
    return "\n".join(
        [
            *([texts.say("How the words were taken:"), *words] if words else []),
            texts.say("Readings that were considered:"),
            *readings,
            *_why(considered, texts),
            _outcome(outcome, texts),
        ]
    )


def _word(use: WordUse, texts: Texts) -> str:
    meaning = texts.say(USES[use.use]) + (f" {use.meaning}" if use.meaning else "")
    line = f"{texts.say('“{words}”', words=use.words)} → {meaning}"
    if use.weight:
        line += ", " + texts.say("weight {weight}", weight=texts.percent(use.weight))
    if use.quality < 1:
        line += ", " + texts.say("written {quality} alike", quality=texts.percent(use.quality))
    return line


def _reading(one: Considered, texts: Texts) -> str:
    reading = one.reading
    asked = [reading.kind or "", ", ".join(reading.subjects), reading.field or "", *map(_condition, reading.conditions)]
    parts = " · ".join([texts.say(OPERATORS[reading.operator]), *filter(None, asked)])
    return f"{parts}: {texts.percent(one.confidence)}"


def _condition(condition: Condition) -> str:
    match condition.value:
        case Span(first, last):
            return f"{condition.field} = {first or ''}…{last or ''}"
        case Amount() as amount:
            return f"{condition.field} = {written(amount)}"
        case value:
            return f"{condition.field} = {value}"


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
            return texts.say("Not answered: {type}.", type=type)
