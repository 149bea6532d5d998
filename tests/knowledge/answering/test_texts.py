"""Yes or no from what a text says: yes where all of it stands there, else no answer; never no."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from knowledge.answering.outcomes import Answer, Gap, Outcome, Verdict
from knowledge.answering.snapshot import Snapshot
from knowledge.golden.running import ask_golden, read_golden
from knowledge.golden.values import values_in
from knowledge.loading.loading import load_base
from knowledge.model.languages import LANGUAGES, Language
from tests.knowledge.conftest import SHIPPED, TODAY
from tests.knowledge.loading.bases import write

FILES = {
    "base.yaml": "name: Texts\nmain_language: en\n",
    "events/fair.yaml": """\
id: fair
name: Fair
audience:
  - en: bakers from the old town
    de: Bäcker aus der Altstadt
  - firms that bring apples to schools
  - no butchers from the valley
  - en: cooks
  - en: clowns
outcome: The mayor praised the bread of Vesna, which pupils had baked. The cider was not praised.
theme: Bread made of rye, and honey.
follow_up: A concert with fiddles.
""",
    "events/market.yaml": "id: market\nname: Market\naudience: [bakers from the old town]\n",
    "projects/mill.yaml": """\
id: mill
name: Mill
objectives: [Grind the rye of the valley.]
results: [A grinding stone for small villages.]
""",
    "people/vesna.yaml": "id: vesna\nname: Vesna\n",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Snapshot.compile(load_base(write(tmp_path_factory.mktemp("texts"), FILES)))


def ask(base: Snapshot, question: str, language: Language = "en") -> Outcome:
    [part] = base.ask(question, language=language, today=TODAY).parts
    return part.outcome


@pytest.mark.parametrize(
    ("question", "language", "field", "text"),
    [
        ("Did bakers from the old town take part in the Fair?", "en", "audience", "bakers from the old town"),
        ("Haben Bäcker aus der Altstadt am Fair teilgenommen?", "de", "audience", "bakers from the old town"),
        ("Were bakers from the old town at the Fair?", "en", "audience", "bakers from the old town"),
        ("Was honey a topic of the Fair?", "en", "theme", "Bread made of rye, and honey."),
        ("Did the Mill want to grind rye?", "en", "objectives", "Grind the rye of the valley."),
        ("Did the Mill produce a grinding stone?", "en", "results", "A grinding stone for small villages."),
    ],
)
def test_yes_is_said_with_the_text_that_says_so(
    base: Snapshot, question: str, language: Language, field: str, text: str
) -> None:
    outcome = ask(base, question, language)

    assert isinstance(outcome, Answer), outcome
    assert (outcome.reading.operator, outcome.reading.field) == ("exists", field)
    said = list(values_in(outcome))
    assert "yes" in said
    assert text in said
    assert isinstance(outcome.body, Verdict)
    assert len(outcome.body.asked.values) == 1, "other values of the field say something else"


def test_each_of_a_list_may_stand_in_a_text_of_its_own(base: Snapshot) -> None:
    outcome = ask(base, "Did bakers from the old town and cooks take part in the Fair?", "en")

    assert isinstance(outcome, Answer), outcome
    assert isinstance(outcome.body, Verdict)
    assert [said for said in values_in(outcome) if said in ("yes", "bakers from the old town", "cooks")] == [
        "yes",
        "bakers from the old town",
        "cooks",
    ]


@pytest.mark.parametrize(
    ("question", "because"),
    [
        ("Did masons take part in the Fair?", "nobody speaks of masons"),
        ("Did bakers from the old town leave the Fair?", "nobody speaks of leaving"),
        ("Did bakers from the old town not take part in the Fair?", "it is denied"),
        ("Did only bakers from the old town take part in the Fair?", "only is more than the text says"),
        ("Did all bakers from the old town take part in the Fair?", "all is more than the text says"),
        ("Did more bakers from the old town than cooks take part in the Fair?", "it compares"),
        ("Did bakers from the old town and astronauts take part in the Fair?", "no text speaks of the others"),
        ("Did bakers from the valley take part in the Fair?", "no text has both words"),
        ("Did butchers from the valley take part in the Fair?", "the text denies it"),
        ("Did the old town take part in the Fair?", "it is only where they come from"),
        ("Did schools take part in the Fair?", "that is said of something else, in passing"),
        ("Was the cider praised at the Fair?", "the sentence denies it"),
        ("Did pupils bake something useful at the Fair?", "no text says so"),
        ("Did the mayor of Vesna praise the bread at the Fair?", "another entry is named: who did what to whom?"),
        ("Did the Mill grind rye from the valley?", "that was wanted, and may not have come about"),
        ("Was there a concert with fiddles after the Fair?", "that was to come, and may not have come about"),
        ("Why did bakers from the old town take part in the Fair?", "it asks why"),
        ("Which bakers from the old town took part in the Fair?", "it asks which"),
        ("Did bakers from the old town take part in the Fair in 2019?", "the year of the Fair is not known"),
        ("Didn't bakers from the old town take part in the Fair?", "it is denied"),
        ("Was bread a result of the Fair?", "it is only spoken of"),
        ("Had pupils baked, as a result of the Fair?", "that is said in passing"),
        ("Haben Clowns am Fair teilgenommen?", "the text is not in the language of the question"),
    ],
)
def test_what_no_text_clearly_says_is_neither_affirmed_nor_denied(base: Snapshot, question: str, because: str) -> None:
    outcome = ask(base, question, "de" if question.startswith("Haben") else "en")

    assert not (isinstance(outcome, Answer) and outcome.reading.operator == "exists"), because


def test_of_another_entry_it_is_not_denied(base: Snapshot) -> None:
    """Nor is it said that its participants are not known: they are."""
    first = base.ask("Did cooks take part in the Fair?", language="en", today=TODAY)
    [then] = base.ask("And in the Market?", language="en", today=TODAY, context=first.context).parts

    assert isinstance(first.parts[0].outcome, Answer)
    assert isinstance(then.outcome, Gap)
    assert (then.outcome.entry, then.outcome.caption) == ("market", None)


def test_the_explanation_says_which_words_stand_in_the_text(base: Snapshot) -> None:
    outcome = ask(base, "Did bakers from the old town take part in the Fair?")

    uses = {use.words: (use.use, use.meaning) for use in outcome.considered[0].uses}
    assert uses["bakers"] == ("text", "audience")
    assert uses["take part"] == ("field", "audience")
    assert uses["Fair"] == ("name", "fair")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_stands_in_the_text_counts(shipped: Snapshot, language: Language) -> None:
    """Whichever of them is another, nothing is affirmed any more."""
    golden, _ = read_golden(Path(SHIPPED) / "questions" / f"texts.{language}.yaml")
    for question in golden.questions:
        [part] = ask_golden(shipped, question, language).parts[:1]
        if question.operator == "exists":
            for word in [use.words for use in part.outcome.considered[0].uses if use.use == "text"]:
                other = _with_another(question.ask, word)
                asked = ask_golden(shipped, question.model_copy(update={"ask": other}), language)
                assert not any(_is_affirmed(one.outcome) for one in asked.parts), other


@pytest.mark.parametrize(
    ("language", "turning"), [("it", "stesso"), ("en", "only"), ("de", "nur"), ("fr", "même"), ("sl", "samo")]
)
def test_a_word_that_says_how_much_of_it_allows_no_yes(shipped: Snapshot, language: Language, turning: str) -> None:
    """Though it is grammar, and weighs nothing elsewhere."""
    golden, _ = read_golden(Path(SHIPPED) / "questions" / f"texts.{language}.yaml")
    asked = _affirmed(shipped, language, (question.ask for question in golden.questions))
    turned = [f"{first} {turning} {rest}" for first, rest in (question.split(" ", 1) for question in asked)]

    assert asked
    assert not _affirmed(shipped, language, turned)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Hanno partecipato assistenti sociali all'ADW"),
        ("it", "Vorrei sapere se all'ADW hanno partecipato assistenti sociali"),
        ("en", "Did the project want to create jobs"),
        ("en", "I'd like to know whether social workers took part in the ADW"),
        ("de", "Waren Fachleute für Sensortechnik beim Workshop in Mailand"),
        ("de", "Ich möchte wissen, ob Fachkräfte der Sozialarbeit am ADW teilgenommen haben"),
        ("fr", "Ont participé à l'ADW des médecins de famille"),
        ("fr", "Je voudrais savoir si des médecins de famille ont participé à l'ADW"),
        ("sl", "So se družinski zdravniki udeležili ADW"),
        ("sl", "Zanima me, ali so na ADW sodelovali socialni delavci"),
    ],
)
def test_yes_is_said_without_a_question_mark(shipped: Snapshot, language: Language, text: str) -> None:
    """Where the first word asks for it, or it goes on after "I would like to know"."""
    assert _affirmed(shipped, language, [text])


def _affirmed(base: Snapshot, language: Language, questions: Iterable[str]) -> list[str]:
    """Those of the questions that are answered with yes from what a text says."""
    return [question for question in questions if _is_affirmed(ask(base, question, language))]


def _is_affirmed(outcome: Outcome) -> bool:
    return isinstance(outcome, Answer) and outcome.reading.operator == "exists"


def _with_another(question: str, word: str) -> str:
    as_asked = r"\W+".join(map(re.escape, word.split()))
    assert re.search(as_asked, question)
    return re.sub(as_asked, "Zyklopen", question)
