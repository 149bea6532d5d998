"""The compiled, immutable form of a base: what answers questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge.answering.deciding import Decider
from knowledge.answering.linking import mentioned
from knowledge.answering.outcomes import Answer, Asked, Candidate, Choice, Gap, Listing, Outcome, Part, Verdict
from knowledge.language.normal import clean
from knowledge.model.base import Base
from knowledge.model.building import building
from knowledge.model.languages import Language, known
from knowledge.model.texts import Name, Text
from knowledge.reading.clauses import clauses
from knowledge.reading.introductions import without_introduction, without_request, without_tag
from knowledge.reading.mentions import Mention
from knowledge.reading.question import Question
from knowledge.reading.reader import Compiled, headed, sentences, spoken
from knowledge.reading.readings import Considered, Context, Reading
from knowledge.reading.signatures import without_signature
from knowledge.reading.suggesting import lists_answers
from knowledge.stating.captions import caption
from knowledge.stating.finding import work_out
from knowledge.stating.naming import name_of
from knowledge.topics.training import Fit, fit

_NOTHING: Final = Context()


@dataclass(frozen=True, repr=False)
class Snapshot:
    """Answers questions from one state of the base. Never changes; safe to share between tasks."""

    base: Base
    decider: Decider

    @classmethod
    def compile(cls, base: Base, fitted: Fit = fit) -> "Snapshot":
        """Build everything that answering needs from a checked base; *fitted* makes the model of its topics."""
        with building():
            base.get_ready()
            work_out(base)
            return cls(base, Decider(Compiled.compile(base, fitted)))

    def ask(self, text: str, *, language: Language, today: date, context: Context = _NOTHING) -> Asked:
        """Read *text* and answer it: one part for each question in it.

        *language* is the person's own: short questions fall back to it. Never raises, whatever the text.
        """
        compiled = self.decider.compiled
        heard = spoken(text, compiled, context.language or language, today)
        parts: list[Part] = []

        def cut(sentence: str) -> Sequence[Mention]:
            return compiled.cut(sentence, heard, today)

        for sentence in without_signature(headed(sentences(text) or (clean(text),), cut), cut):
            asked = without_introduction(sentence, cut(sentence), heard)
            asked = without_request(asked, cut(asked), heard)
            asked = without_tag(asked, cut(asked), heard)
            question = compiled.question(asked, heard, today, context)
            if parts and _asks_for_what_was_said(question, parts[-1]):
                continue
            found, context = self._taken(question)
            parts += (part for part in found if not _was_said(part.outcome, parts))
        return Asked(_without_chatter(parts), context.language or heard, context)

    def _taken(self, question: Question) -> tuple[list[Part], Context]:
        """A sentence as one question; as several, if it joins questions and more of them are answered apart.

        Apart it must begin with an answer: else the first half of one question would be taken for another.
        """
        whole = self._decided(question)
        joined = clauses(question)
        is_answered = all(isinstance(part.outcome, Answer) for part in whole[0])
        if len(joined) == 1 or (is_answered and _answers(whole[0]) >= len(joined)):
            return whole
        apart, context = list[Part](), question.context
        for clause in joined:
            one = self.decider.compiled.question(clause, question.language, question.today, context)
            if apart and _asks_for_what_was_said(one, apart[-1]):
                continue
            found, context = self._decided(one)
            apart += (replace(part, is_joined=True) for part in found)
        both = all(isinstance(part.outcome, Answer) for part in apart)
        better = isinstance(apart[0].outcome, Answer) and (both or _answers(apart) > _answers(whole[0]))
        return (apart, context) if better else whole

    def _decided(self, question: Question) -> tuple[list[Part], Context]:
        """The outcome of each thing that it asks for, and what to remember of them."""
        outcomes = self.decider.decide(question, question.today)
        return [Part(question.text, outcome) for outcome in outcomes], _remembered(question.context, outcomes, question)

    def answer(
        self, reading: Reading, today: date, considered: tuple[Considered, ...] = (), confidence: float = 1.0
    ) -> Outcome:
        """The outcome of a reading, for example of a candidate that was tapped."""
        return self.decider.outcome(reading, today, considered, confidence)

    def title(self, id: str) -> Name:
        """What the entry, the term or the city with this id is called. Raises KeyError."""
        return name_of(self.base, id)

    def caption(self, field: str) -> Text:
        """What a field or an open fact is called. Raises KeyError."""
        return caption(self.base, field)


def _remembered(context: Context, outcomes: Sequence[Outcome], question: Question) -> Context:
    """What to remember after a question: the last reading that had an answer, and what its answer showed."""
    for outcome in outcomes:
        match outcome:
            case Answer(reading=reading, body=body) if reading.operator != "courtesy":
                asked_for = next((known(meaning.value) for _, meaning in question.each("language")), None)
                shown = _still_shown(context, reading, mentioned(body))
                context = Context(replace(reading, from_conversation=False), shown, language=asked_for)
            case Gap(type="missing_field", reading=Reading() as reading):
                context = Context(replace(reading, from_conversation=False), _still_shown(context, reading, ()))
            case Choice(candidates=candidates):
                context = _of_what_was_offered(context, candidates, question)
    answers = [outcome.reading for outcome in outcomes if isinstance(outcome, Answer)]
    about = tuple(dict.fromkeys(id for reading in answers for id in reading.subjects))
    if len(answers) > 1 and len(about) > 1:
        return replace(context, shown=about, about=about)
    return context


def _of_what_was_offered(context: Context, candidates: Sequence[Candidate], question: Question) -> Context:
    """Where something of the one entry was offered that the question names, the talk is of that."""
    about = {one.reading.subjects for one in candidates}
    named = {(entry.id,) for _, entry in question.named if entry.kind != "topic"}
    return Context(Reading("describe", about.pop()), language=context.language) if about == named else context


def _still_shown(context: Context, reading: Reading, fresh: tuple[str, ...]) -> tuple[str, ...]:
    """A list stays before one's eyes while the talk is about what stands in it, and until there is another."""
    is_another = len(fresh) > 1 or bool(fresh and reading.kind) or not reading.from_conversation
    return fresh if is_another else context.shown or fresh


def _without_chatter(parts: list[Part]) -> tuple[Part, ...]:
    """Without the sentences around a question: greetings, and what has nothing to do with us where something has."""
    telling = [part for part in parts if not _is_courtesy(part)]
    answered = any(isinstance(part.outcome, Answer) for part in telling)
    asked = [part for part in telling if part.question.endswith("?")]
    if asked and (answered or len(asked) < len(telling)):
        telling = [part for part in telling if part in asked or part.is_joined or isinstance(part.outcome, Answer)]
    elif answered:
        telling = [
            part
            for part in telling
            if part.is_joined or isinstance(part.outcome, Answer) or _is_about_ours(part.outcome)
        ]
    return tuple(telling or parts[-1:])


def _answers(parts: Sequence[Part]) -> int:
    """How many different things are answered."""
    return len({part.outcome.reading for part in parts if isinstance(part.outcome, Answer)})


def _was_said(outcome: Outcome, parts: Sequence[Part]) -> bool:
    """Whether the same was answered a sentence ago: "what was it about? Which was the theme?"."""
    said = (part.outcome.body for part in parts if isinstance(part.outcome, Answer))
    return isinstance(outcome, Answer) and outcome.body in said


def _asks_for_what_was_said(question: Question, before: Part) -> bool:
    """Whether it only adds to a question that was answered: "which one?" to all of them; "one year, two, more?"."""
    if not isinstance(before.outcome, Answer):
        return False
    which = question.places("question", "what", "who") | question.places("operator", "list")
    answered = isinstance(before.outcome.body, Listing | Verdict)
    if answered and which and all(m.is_silent or at in which for at, m in enumerate(question.mentions)):
        return True
    return lists_answers(question, before.outcome.reading)


def _is_about_ours(outcome: Outcome) -> bool:
    return isinstance(outcome, Gap) and outcome.entry is not None


def _is_courtesy(part: Part) -> bool:
    return isinstance(part.outcome, Answer) and part.outcome.reading.operator == "courtesy"
