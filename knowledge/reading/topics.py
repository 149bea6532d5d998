"""Free questions: which topic's samples a question is like, word by word."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from math import exp
from typing import Final, cast

from knowledge.confidence.signals import Signals
from knowledge.language.cues import cues_of
from knowledge.language.normal import clean, folded, words
from knowledge.language.rarity import COMMON, weight, zipf
from knowledge.language.stems import stem
from knowledge.model.base import Base
from knowledge.model.entries import Topic
from knowledge.model.languages import LANGUAGES, Language
from knowledge.reading.closed import begins_closed
from knowledge.reading.explaining import SEVERITY, unexplained
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.mentions import Mention, mentions
from knowledge.reading.pointing import ordinals
from knowledge.reading.question import Question
from knowledge.reading.readings import Considered, Reading, Use, WordUse
from knowledge.reading.trigrams import Trigrams
from knowledge.reading.typos import corrections
from knowledge.topics.features import NONE
from knowledge.topics.model import TopicModel
from knowledge.topics.training import Fit, Labelled

_FROM_ANSWER: Final = 0.35
"""How much of its weight a word keeps that only the answer has, no sample."""
_NAME: Final = 0.8
_GLUE: Final = 0.25
_NEGATION: Final = 0.8
_CUE: Final = 0.8
"""What a word weighs at least that asks for a field and means nothing else, however common it is: "think of"."""
_GRAMMAR: Final = 5.5
"""Zipf value from which a word inside a phrase is taken for grammar."""
_QUESTION_WORD: Final = 0.8
_QUESTION_WORDS: Final = {"why": 0.3, "how": 0.3, "who": 0.4, "to_whom": 0.4}
"""What a question word weighs: "when" asks for a date, which few topics give; "how" and "why" fit most."""
_OFTEN: Final = 0.08
"""In which part of its samples a question word stands at least that a topic answers by itself: "why?"."""
_TOLD_BEFORE: Final = 0.9
"""How likely a "why?" after a topic is answered by what it tells."""
STRONGEST: Final = 0.98
"""How strong a topic can be at most."""


@dataclass(frozen=True, repr=False)
class Topics:
    """The model of all samples, and which words each topic has to do with."""

    model: TopicModel
    known: Mapping[str, frozenset[str]]
    """By topic: the forms of all words of its samples, and the entries that it is about."""
    asked_for: Mapping[str, frozenset[str]]
    """By topic: the question words that its samples often have."""
    in_answers: Mapping[str, frozenset[str]]
    words: Trigrams = field(repr=False)
    """The words of all samples, for what may be a slip of one."""

    @classmethod
    def compile(cls, base: Base, lexicon: Lexicon, fitted: Fit) -> "Topics":
        """All samples, and what must be refused, read with the same lexicon as a question.

        *fitted* makes the model of them.
        """
        topics = [entry for entry in base.entries.values() if isinstance(entry, Topic)]
        read = {topic.id: tuple(_samples(topic, base, lexicon)) for topic in topics}
        samples = [Labelled(_said(cut), topic, language) for topic, found in read.items() for language, cut in found]
        if samples:  # without a topic there is nothing to refuse
            samples += [Labelled(_said(cut), NONE, language) for language, cut in _refused(base, lexicon)]
        own = {topic.id: {f"@{topic.id}", *(f"@{base[id].id}" for id in topic.related)} for topic in topics}
        return cls(
            fitted(samples),
            {topic: frozenset(own[topic]) | _forms(found) for topic, found in read.items()},
            {topic: _often_asked(found) for topic, found in read.items()},
            {topic.id: _answer_stems(topic) for topic in topics},
            Trigrams.of(sorted({word.folded for _, m in _each(read) for word in m.words if not m.of("name")})),
        )

    def like(self, question: Question) -> Iterator[Considered]:
        """The topics that the question may be about, with how well each explains it."""
        if not self.known or _is_denied(question):
            return
        said = [self._as_meant(mention, question.language) for mention in question.mentions]
        asked = [(mention, tuple(_features(mention, question.language))) for mention in said]
        yield from self._told_before(question, asked)
        named = [entry.id for _, entry in question.named if entry.kind == "topic"]
        denied = _denied_before(question)
        if not named and not denied and not any(_says_something(features) for _, features in asked):
            return
        for judged in self.model.judge_words((*_said(said), *denied), question.language, named):
            is_named = judged.topic in named
            considered = self._consider(asked, judged.topic, 1.0 if is_named else judged.confidence, is_named=is_named)
            yield _from_conversation(considered) if denied else considered

    def _told_before(self, question: Question, asked: Sequence["Piece"]) -> Iterator[Considered]:
        """Why? Who supported that? After a topic, what was told of it, if its samples ask for all of this as well."""
        before = question.context.reading
        features = [feature for _, found in asked for feature in found]
        if before is None or before.operator != "topic" or question.named or not features or not question.asked:
            return
        if (topic := question.asked_before[0].id) not in self.known:
            return  # it was a topic when it was told, and the base has changed since
        words = [form for feature in features for form in feature.forms if form.startswith("?")]
        why = bool(words) and self.asked_for[topic].issuperset(words)
        what_for = not words and bool(question.places("field", "aim"))
        if (why or what_for) and all(feature.forms & self.known[topic] for feature in features):
            yield _from_conversation(self._consider(asked, topic, _TOLD_BEFORE))

    def _as_meant(self, mention: Mention, language: Language) -> Mention:
        """The mention with words that nobody knows as the words of samples that they are slips of."""
        if mention.of("name") or not any(self._is_strange(word.folded, language) for word in mention.words):
            return mention
        meant = [
            next(iter(corrections(word.folded, self.words, language)), (word.folded, 1.0)) for word in mention.words
        ]
        spelled = tuple(
            replace(word, folded=known) if self._is_strange(word.folded, language) else word
            for word, (known, _) in zip(mention.words, meant, strict=True)
        )
        least = min((quality for _, quality in meant), default=1.0)
        typed = mention.typed or mention.text
        return replace(mention, words=spelled, typed=typed, quality=min(mention.quality, least))

    def _is_strange(self, word: str, language: Language) -> bool:
        return zipf(word, language) < COMMON and not any(stem(word, code) in self._stems for code in LANGUAGES)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(form for forms in self.known.values() for form in forms)

    def _consider(self, asked: Sequence["Piece"], topic: str, likely: float, *, is_named: bool = False) -> Considered:
        uses = tuple(self._use(mention, features, self.known[topic], topic) for mention, features in asked)
        weakest = min((use.quality for use in uses if use.use == "sample"), default=1.0)
        strength = STRONGEST * likely * weakest * exp(-SEVERITY * sum(use.weight for use in uses))
        reading = Reading("topic", (topic,))
        signals = unexplained(uses)
        if not is_named:
            signals = Signals(free=1.0, unlike=1 - likely, unheard=signals.missing, loudest=signals.heaviest)
        return Considered(reading, round(strength, 4), uses, readings=(reading,), signals=signals)

    def _use(self, mention: Mention, features: tuple["Feature", ...], known: frozenset[str], topic: str) -> WordUse:
        """A mention counts as its heaviest word that no sample has; one that the answer has counts for less."""
        missing, use = 0.0, "sample" if features else "function"
        for feature in features:
            if not feature.forms & known:
                in_answer = bool(feature.forms & self.in_answers[topic])
                missing = max(missing, feature.weight * (_FROM_ANSWER if in_answer else 1.0))
                use = "context" if in_answer and use != "unexplained" else "unexplained"
        meaning = topic if use == "sample" else ""
        return WordUse(mention.text, cast(Use, use), meaning, round(missing, 2), mention.quality)


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that a question says: a name (@id), a question word (?when), a negation (!not), a word."""

    forms: frozenset[str]
    weight: float


Piece = tuple[Mention, tuple[Feature, ...]]
"""A piece of the question with what it says."""


def _is_denied(question: Question) -> bool:
    """Whether it asks for yes or no to what is not so: "Does no cluster …?". A text on the subject is no answer."""
    return question.has("negation") and (begins_closed(question) or not (question.asked or question.has("describe")))


def _denied_before(question: Question) -> tuple[str, ...]:
    """The names of what was just asked with yes or no, where a bare "why not?" follows."""
    before = question.context.reading
    why = any(asked == "why" for _, asked in question.asked) and question.has("negation")
    if before is None or before.operator != "exists" or not why or not question.is_bare:
        return ()
    values = (value for condition in before.conditions for value in condition.values if isinstance(value, str))
    ids = dict.fromkeys((*before.subjects, *values))
    return tuple(f"@{id}" for id in ids if id in question.base)


def _from_conversation(considered: Considered) -> Considered:
    about = replace(considered.reading, from_conversation=True)
    return replace(considered, reading=about, readings=(about,))


def _says_something(features: Iterable[Feature]) -> bool:
    """Whether there is more than question words, negations and names: "how many?", "and X?" are like no topic."""
    return any(form[0] not in "?!@" for feature in features for form in feature.forms)


def _features(mention: Mention, language: Language) -> Iterator[Feature]:
    """What a mention contributes: a name of ours by its entry, a question word, other content words by their stems."""
    if names := mention.of("name"):
        yield Feature(frozenset(f"@{meaning.value}" for meaning in names), _NAME)
        return
    for asked in mention.of("question"):
        if asked.value != "what":
            yield Feature(frozenset((f"?{asked.value}",)), _QUESTION_WORDS.get(asked.value, _QUESTION_WORD))
    if any(meaning.value == "negation" for meaning in mention.of("operator")):
        yield Feature(frozenset(("!not",)), _NEGATION)
        return
    if mention.of("function", "polite", "courtesy", "question") and not mention.of("field"):
        return
    if len(mention.words) == 1 and mention.words[0].folded in ordinals(language) and not mention.of("field"):
        return  # "the second" points at something, and is nothing that topics are told by
    light = _GLUE if mention.of("glue", "title") else 1.0
    least = _CUE if all(meaning.type == "field" for meaning in mention.meanings) and mention.meanings else 0.0
    for word in _telling(mention, language):
        forms = frozenset(stem(word, code) for code in LANGUAGES)
        yield Feature(forms, max(least, weight(word, language) * light))


def _telling(mention: Mention, language: Language) -> Sequence[str]:
    """The words of a mention that are more than grammar; of a cue at least one: "took part" asks for something."""
    said = [word.folded for word in mention.words]
    if len(said) == 1:
        return said
    return [word for word in said if not _is_grammar(word, language)] or (
        [min(said, key=lambda word: zipf(word, language))] if mention.of("field") else []
    )


def _is_grammar(word: str, language: Language) -> bool:
    return zipf(word, language) >= _GRAMMAR or word in _function_words(language)


@cache
def _function_words(language: Language) -> frozenset[str]:
    return frozenset(folded(word) for word in cues_of(language).function)


def _said(cut: Sequence[Mention]) -> tuple[str, ...]:
    """The words for the model: a name of ours is one word, however it is written, and thanks are none."""
    found: list[str] = []
    for mention in cut:
        if mention.of("courtesy"):
            continue
        names = mention.of("name")
        found += [f"@{names[0].value}"] if names else [word.folded for word in mention.words]
    return tuple(found)


def _forms(samples: Iterable[tuple[Language, Sequence[Mention]]]) -> frozenset[str]:
    return frozenset(
        form
        for language, cut in samples
        for mention in cut
        for feature in _features(mention, language)
        for form in feature.forms
    )


def _often_asked(samples: Sequence[tuple[Language, Sequence[Mention]]]) -> frozenset[str]:
    counted = Counter(form for one in samples for form in _forms((one,)) if form.startswith("?"))
    return frozenset(form for form, times in counted.items() if times >= _OFTEN * len(samples))


def _each(
    read: Mapping[str, Sequence[tuple[Language, Sequence[Mention]]]],
) -> Iterator[tuple[Language, Mention]]:
    return ((language, mention) for found in read.values() for language, cut in found for mention in cut)


def _samples(topic: Topic, base: Base, lexicon: Lexicon) -> Iterator[tuple[Language, tuple[Mention, ...]]]:
    for spoken, text in topic.samples:
        language = base.settings.main_language if spoken == "any" else spoken
        yield language, mentions(words(clean(text)), lexicon, language)


def _refused(base: Base, lexicon: Lexicon) -> Iterator[tuple[Language, tuple[Mention, ...]]]:
    for language, text in base.refused:
        yield language, mentions(words(clean(text)), lexicon, language)


def _answer_stems(topic: Topic) -> frozenset[str]:
    return frozenset(
        stem(word.folded, language)
        for spoken, text in topic.answer
        for word in words(clean(text))
        for language in (LANGUAGES if spoken == "any" else (spoken,))
    )
