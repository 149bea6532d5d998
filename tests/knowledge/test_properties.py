"""What holds for every question, whatever it is."""

import operator
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answering.outcomes import Answer, Asked, Comparison, Elapsed, Listing, Outcome, Verdict
from knowledge.answering.snapshot import Snapshot
from knowledge.golden.running import read_golden
from knowledge.golden.values import values_in
from knowledge.loading.loading import load_base
from knowledge.model.base import Base
from knowledge.model.entries import FOLDERS, AnyEntry, Event, Project
from knowledge.model.languages import Language
from tests.knowledge.conftest import FITTED, SHIPPED, TODAY

QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

PIECES = [
    *("quando", "chi", "quanti", "Silver Label", "ESCA", "S3-4AlpClusters", "budget", "2018", "luglio", "cluster"),
    *("tedeschi", "grazie", "30", "ADW", "AlpGov2", "e", "und", "kje", "où", "Clust-ER", "in inglese", "più alto"),
    *("?", ",", "-", "99999999999999", "²", "ﬁ", "…", "\u202e", "\u200b", "🙂", "l'", "''", "\n", "\x00"),
]


def plainly(asked: Asked) -> list[object]:
    """What came of a message, without how its words were taken."""
    return [replace(part.outcome, considered=()) for part in asked.parts]


def unweighed(asked: Asked) -> list[object]:
    """What is said, however sure it is and whatever the model of topics makes of each word."""
    outcomes = (replace(part.outcome, considered=()) for part in asked.parts)
    return [replace(one, confidence=1.0) if isinstance(one, Answer) else one for one in outcomes]


@QUIET
@given(text=st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)))
def test_no_question_raises_and_each_has_an_outcome(shipped: Snapshot, text: str) -> None:
    """And asking again on the same day gives the same."""
    first = shipped.ask(text, language="it", today=TODAY)

    assert first.parts
    assert plainly(first) == plainly(shipped.ask(text, language="it", today=TODAY))


@QUIET
@given(talk=st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join), max_size=5))
def test_no_conversation_raises(shipped: Snapshot, talk: list[str]) -> None:
    """Whatever was said before."""
    context = shipped.ask("Parlami di ESCA", language="it", today=TODAY).context
    for text in talk:
        context = shipped.ask(text, language="de", today=TODAY, context=context).context


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4096,
        "🙂" * 4096,
        "\u200b" * 4096,
        "è " * 2000,
        " ".join(["budget"] * 2000),
        "S3-4AlpClusters " * 500,
        "?" * 4096,
    ],
    ids=["letters", "emoji", "zero width", "short words", "cues", "names", "question marks"],
)
def test_a_hostile_message_has_an_outcome(shipped: Snapshot, text: str) -> None:
    """Only its first part is read."""
    assert shipped.ask(text, language="it", today=TODAY).parts


def golden_questions() -> list[tuple[str, Language]]:
    """The golden questions that stand alone, each with its language."""
    found: list[tuple[str, Language]] = []
    for path in sorted((SHIPPED / "questions").glob("*.yaml")):
        file, _ = read_golden(path)
        found += [(one.ask, one.language or file.language) for one in file.questions if not one.after]
    return found


def some(questions: list[tuple[str, Language]], number: int) -> list[tuple[str, Language]]:
    """A fixed handful of them."""
    return random.Random(7).sample(questions, min(number, len(questions)))  # noqa: S311  # a sample, no secret


GREETINGS = {
    "it": "Buongiorno! {} Grazie mille!",
    "en": "Hello! {} Thank you!",
    "de": "Guten Tag! {} Danke!",
    "fr": "Bonjour ! {} Merci !",
    "sl": "Dober dan! {} Hvala!",
}


@pytest.mark.parametrize(("question", "language"), some(golden_questions(), 40))
def test_a_greeting_changes_no_answer(shipped: Snapshot, question: str, language: Language) -> None:
    """What is said around a question is not part of it."""
    bare = shipped.ask(question, language=language, today=TODAY)
    greeted = shipped.ask(GREETINGS[language].format(question), language=language, today=TODAY)
    if any(isinstance(part.outcome, Answer) and part.outcome.reading.operator != "courtesy" for part in bare.parts):
        assert unweighed(greeted) == unweighed(bare)


def test_the_order_of_files_changes_nothing(shipped: Snapshot, tmp_path: Path) -> None:
    """The same entries under other names of files, so that the last is read first, give the same answers."""
    shutil.copytree(SHIPPED, tmp_path / "base")
    files = [path for folder in FOLDERS for path in sorted((tmp_path / "base" / folder).glob("*.yaml"))]
    for number, path in enumerate(reversed(files)):
        path.rename(path.with_name(f"{number:03d}.yaml"))
    turned = Snapshot.compile(load_base(tmp_path / "base"), FITTED)
    for question, language in some(golden_questions(), 40):
        first, second = (one.ask(question, language=language, today=TODAY) for one in (shipped, turned))
        assert plainly(first) == plainly(second)


def test_a_new_entry_changes_only_answers_about_its_set(shipped: Snapshot) -> None:
    """A project and an event that nobody asks for leave the answers about other sets as they were."""
    base = shipped.base
    entries: dict[str, AnyEntry] = {
        **base.entries,
        "zirbe": Project.model_validate({"id": "zirbe", "name": "Zirbenholz"}),
        "zirbentag": Event.model_validate({"id": "zirbentag", "name": "Zirbentag", "project": "zirbe"}),
    }
    grown = Snapshot.compile(Base(base.settings, base.vocabulary, dict(sorted(entries.items()))), FITTED)
    for question, language in some(golden_questions(), 40):
        before = shipped.ask(question, language=language, today=TODAY)
        if not any(_is_about_a_set(part.outcome) for part in before.parts):
            # How sure it is may change: "the project" was the only one.
            assert unweighed(grown.ask(question, language=language, today=TODAY)) == unweighed(before), question


def _is_about_a_set(outcome: Outcome) -> bool:
    """Whether all projects or events decide on the answer, also where "the project" is the only one."""
    if not isinstance(outcome, Answer):
        return True
    return outcome.reading.kind in ("project", "event") or outcome.confidence < 0.95


def _each_value_stands_in_the_base(shipped: Snapshot, questions: list[tuple[str, Language]]) -> None:
    """Or is computed by a rule that has a name: a number of entries, yes or no, a state, a time, a difference."""
    written = "\n".join(path.read_text("utf-8") for path in sorted(SHIPPED.rglob("*.yaml")))
    plain = " ".join(written.replace('"', "").replace("''", "'").split())
    computed = {"yes", "no", "over", "to_come", "going_on"}
    for question, language in questions:
        for part in shipped.ask(question, language=language, today=TODAY).parts:
            if isinstance(part.outcome, Answer) and not isinstance(part.outcome.body, Elapsed | Comparison):
                for value in values_in(part.outcome):
                    said = value.removeprefix("exactly ")
                    assert said in computed or said.isdecimal() or " ".join(said.replace('"', "").split()) in plain, (
                        question,
                        value,
                    )


def test_every_value_in_an_answer_stands_in_the_base(shipped: Snapshot) -> None:
    """Whatever is asked."""
    _each_value_stands_in_the_base(shipped, some(golden_questions(), 400))


@pytest.mark.slow
def test_every_value_in_every_answer_stands_in_the_base(shipped: Snapshot) -> None:
    """Of all the golden questions."""
    _each_value_stands_in_the_base(shipped, golden_questions())


@pytest.mark.slow
def test_the_loaded_base_answers_like_the_shared_one(shipped: Snapshot) -> None:
    """Loading and compiling again gives the same answers: nothing depends on time or chance."""
    again = Snapshot.compile(load_base(SHIPPED), FITTED)
    for question, language in some(golden_questions(), 40):
        first, second = (one.ask(question, language=language, today=TODAY) for one in (shipped, again))
        assert plainly(first) == plainly(second)


BOUNDS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "": operator.eq,
    "more than ": operator.gt,
    "less than ": operator.lt,
    "at least ": operator.ge,
    "at most ": operator.le,
}
DAYS_OF: Final = {"days": 1, "weeks": 7, "months": 30, "years": 360}
"""As durations are compared: a month counts as thirty days."""


@QUIET
@given(
    bound=st.sampled_from(sorted(BOUNDS)),
    number=st.integers(2, 1_200),
    unit=st.sampled_from(sorted(DAYS_OF)),
)
def test_whether_it_lasted_so_long_is_what_arithmetic_says(
    shipped: Snapshot, bound: str, number: int, unit: str
) -> None:
    """S3-4AlpClusters lasted 30 months."""
    question = f"Did AlpClusters last {bound}{number} {unit}?"
    [part] = shipped.ask(question, language="en", today=TODAY).parts

    assert isinstance(part.outcome, Answer), question
    assert isinstance(part.outcome.body, Verdict), question
    assert part.outcome.body.holds == BOUNDS[bound](30 * 30, number * DAYS_OF[unit]), question


@QUIET
@given(
    said=st.sampled_from(["over", "under", "more than", "at least"]),
    millions=st.decimals("0.1", "9.9", places=1),
    form=st.sampled_from(["{:.1f} million euros", "{:,.0f} euros", "{:,.0f} €"]),
)
def test_a_sum_is_the_same_however_it_is_written(shipped: Snapshot, said: str, millions: Decimal, form: str) -> None:
    """The budget is 2,521,964 euros."""
    amount = millions if "million" in form else millions * 1_000_000
    question = f"Is the budget of AlpClusters {said} {form.format(amount)}?"
    [part] = shipped.ask(question, language="en", today=TODAY).parts

    assert isinstance(part.outcome, Answer), question
    assert isinstance(part.outcome.body, Verdict), question
    budget, bound = 2_521_964, int(millions * 1_000_000)
    assert part.outcome.body.holds == (budget < bound if said == "under" else budget > bound), question


@QUIET
@given(first=st.dates(date(2017, 1, 1), date(2019, 12, 31)), length=st.integers(0, 200))
def test_whether_an_event_was_within_days_is_what_the_calendar_says(
    shipped: Snapshot, first: date, length: int
) -> None:
    """The ADW was on 5 July 2018."""
    last = first + timedelta(length)
    question = f"Which events were there between {first:%d.%m.%Y} and {last:%d.%m.%Y}?"
    [part] = shipped.ask(question, language="en", today=TODAY).parts

    assert isinstance(part.outcome, Answer), question
    assert isinstance(part.outcome.body, Listing), question
    found = [related.entry for related in part.outcome.body.entries]
    assert ("adw" in found) == (first <= date(2018, 7, 5) <= last), question
