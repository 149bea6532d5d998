"""Free questions: which topic's samples a question is like, word by word."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import exp
from typing import Final, cast

from knowledge.language.normal import clean, words
from knowledge.language.rarity import weight, zipf
from knowledge.language.stems import stem
from knowledge.model.base import Base
from knowledge.model.entries import Topic
from knowledge.model.languages import LANGUAGES, Language
from knowledge.reading.explaining import SEVERITY, unexplained
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.mentions import Mention, mentions
from knowledge.reading.question import Question
from knowledge.reading.readings import Considered, Reading, Use, WordUse

_ENOUGH_OF_SAMPLE: Final = 0.7
"""The share of a sample's weight that must be met for it to count in full."""
_FROM_ANSWER: Final = 0.35
"""How much of its weight a word keeps that only the answer has, no sample."""
_NAME: Final = 0.8
_GLUE: Final = 0.25
_NEGATION: Final = 0.8
_GRAMMAR: Final = 5.5
"""Zipf value from which a word inside a phrase is taken for grammar."""
_QUESTION_WORD: Final = 0.8
_QUESTION_WORDS: Final = {"why": 0.3, "how": 0.3, "who": 0.4}
"""What a question word weighs: "when" asks for a date, which few topics give; "how" and "why" fit most."""
_SURE: Final = 0.98


@dataclass(frozen=True)
class Sample:
    """One way to ask for a topic: its features with their weights."""

    topic: str
    features: Mapping[str, float]


@dataclass(frozen=True)
class Topics:
    """The samples of all topics, found by their features."""

    samples: tuple[Sample, ...]
    by_feature: Mapping[str, tuple[int, ...]]
    in_answers: Mapping[str, frozenset[str]]
    related: Mapping[str, frozenset[str]]

    @classmethod
    def compile(cls, base: Base, lexicon: Lexicon) -> "Topics":
        """All samples, read with the same lexicon as a question."""
        samples = tuple(_samples(base, lexicon))
        by_feature: dict[str, list[int]] = defaultdict(list)
        for number, sample in enumerate(samples):
            for feature in sample.features:
                by_feature[feature].append(number)
        topics = [entry for entry in base.entries.values() if isinstance(entry, Topic)]
        return cls(
            samples,
            {feature: tuple(found) for feature, found in by_feature.items()},
            {topic.id: _answer_stems(topic) for topic in topics},
            {topic.id: frozenset(f"@{base[id].id}" for id in topic.related) for topic in topics},
        )

    def like(self, question: Question) -> Iterator[Considered]:
        """Each topic that shares a feature with the question, with its confidence."""
        asked = [tuple(_features(mention, question.language)) for mention in question.mentions]
        said = {form for features in asked for feature in features for form in feature.forms}
        by_topic: dict[str, list[Sample]] = defaultdict(list)
        for number in sorted({number for form in said for number in self.by_feature.get(form, ())}):
            by_topic[self.samples[number].topic].append(self.samples[number])
        for topic, samples in by_topic.items():
            yield self._consider(question, asked, said, topic, samples)

    def _consider(
        self,
        question: Question,
        asked: list[tuple["Feature", ...]],
        said: set[str],
        topic: str,
        samples: list[Sample],
    ) -> Considered:
        met = 1.0 if f"@{topic}" in said else max(_share(sample, said) for sample in samples)
        known = {form for sample in samples for form in sample.features} | self.related[topic] | {f"@{topic}"}
        uses = tuple(
            self._use(mention, features, known, topic)
            for mention, features in zip(question.mentions, asked, strict=True)
        )
        missing = sum(use.weight for use in uses)
        like = min(1.0, met / _ENOUGH_OF_SAMPLE) ** 2
        strength = _SURE * like * exp(-SEVERITY * missing)
        reading = Reading("topic", (topic,))
        signals = replace(unexplained(uses), free=1.0, unlike=1 - like)
        return Considered(reading, round(strength, 4), uses, readings=(reading,), signals=signals)

    def _use(self, mention: Mention, features: tuple["Feature", ...], known: set[str], topic: str) -> WordUse:
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


def _share(sample: Sample, said: set[str]) -> float:
    total = sum(sample.features.values())
    return sum(weight for feature, weight in sample.features.items() if feature in said) / total if total else 0.0


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
    light = _GLUE if mention.of("glue") else 1.0
    for word in mention.words:
        if len(mention.words) == 1 or zipf(word.folded, language) < _GRAMMAR:
            forms = frozenset(stem(word.folded, code) for code in LANGUAGES)
            yield Feature(forms, weight(word.folded, language) * light)


def _samples(base: Base, lexicon: Lexicon) -> Iterator[Sample]:
    for entry in base.of_kind("topic"):
        if not isinstance(entry, Topic):
            continue
        for spoken, text in entry.samples:
            language = base.settings.main_language if spoken == "any" else spoken
            found = (
                feature
                for mention in mentions(words(clean(text)), lexicon, language)
                for feature in _features(mention, language)
            )
            own = {stem(word.folded, language) for word in words(clean(text))}
            # Of a sample only the stem in its own language: the others would make it seem longer than it is.
            features = {form: f.weight for f in found for form in f.forms if form[0] in "@?!" or form in own}
            yield Sample(entry.id, features)


def _answer_stems(topic: Topic) -> frozenset[str]:
    return frozenset(
        stem(word.folded, language)
        for spoken, text in topic.answer
        for word in words(clean(text))
        for language in (LANGUAGES if spoken == "any" else (spoken,))
    )
