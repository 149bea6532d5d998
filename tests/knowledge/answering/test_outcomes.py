"""Answered, offered or admitted: what must never come out as something else."""

from datetime import date

import pytest

from knowledge.answering.outcomes import Answer, Asked, Choice, Gap, Listing, Outcome, State, Values, Verdict
from knowledge.answering.snapshot import Snapshot
from knowledge.model.languages import Language
from knowledge.reading.readings import Context
from tests.knowledge.conftest import TODAY


def ask(shipped: Snapshot, *talk: str, today: date = TODAY) -> Outcome:
    """What comes of the last of some questions in a row, asked in Italian."""
    context, outcome = Context(), None
    for text in talk:
        asked = shipped.ask(text, language="it", today=today, context=context)
        context, outcome = asked.context, asked.parts[0].outcome
    assert outcome is not None
    return outcome


def answers(asked: Asked) -> list[Answer]:
    return [part.outcome for part in asked.parts if isinstance(part.outcome, Answer)]


@pytest.mark.parametrize(
    "question",
    [
        "chi non ha la Silver Label?",
        "quali cluster non sono in Emilia-Romagna?",
        "quando si è tenuto l'ADW nel 2020?",
        "quanti cluster ce l'hanno?",
        "qual è il budget di AlpGov2?",
        "quanto costa ottenere la Gold Label?",
        "a che ora è cominciato l'ADW?",
        "che cos'è un cluster?",
        "quanti esperti ha AlpClusters?",
        "in quale città ha sede il Clust-ER Health?",
        "quando è scaduta la Bronze Label del Clust-ER Health?",
        "quando ci sarà il prossimo incontro dopo l'ADW?",
        "perché l'ADW si è tenuto a Milano?",
        "perché l'ADW è stato fatto nel 2018?",
        "chi ha fondato ECEI?",
        "chi ha proposto la Silver Label?",
    ],
)
def test_no_word_is_left_out_to_make_an_answer(shipped: Snapshot, question: str) -> None:
    """A "not", a year, an object or a name that does not fit is no detail."""
    assert isinstance(ask(shipped, question), Gap | Choice)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Clust-ER Health ha la Silver Label?", True),
        ("Clust-ER Health ha la Gold Label?", False),
        ("Clust-ER Health ha ottenuto la Bronze nel 2020?", True),
        ("Clust-ER Health ha ottenuto la Bronze nel 2019?", False),
        ("L'ADW si è tenuto a Milano?", True),
        ("L'ADW si è tenuto a Vienna?", False),
        ("AlpClusters dura 30 mesi?", True),
        ("AlpClusters dura 36 mesi?", False),
        ("Sauro Vicini è il manager di Clust-ER Health?", True),
        ("Sauro Vicini è il project manager?", False),
    ],
)
def test_yes_and_no_are_judged_from_the_base(shipped: Snapshot, question: str, holds: bool) -> None:
    """With what the base says instead."""
    outcome = ask(shipped, question)

    assert isinstance(outcome, Answer)
    assert isinstance(outcome.body, Verdict)
    assert outcome.body.holds is holds
    assert outcome.body.known is not None


@pytest.mark.parametrize("question", ["EUCLES ha sede a Berlino?", "BIOWIN è partner di AlpClusters?"])
def test_no_is_not_said_where_the_base_says_nothing(shipped: Snapshot, question: str) -> None:
    """Neither yes nor no is known: a missing field."""
    outcome = ask(shipped, question)

    assert isinstance(outcome, Gap)
    assert outcome.type == "missing_field"


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2016, 10, 31), "to_come"),
        (date(2016, 11, 1), "going_on"),
        (date(2019, 4, 30), "going_on"),
        (TODAY, "over"),
    ],
)
def test_a_state_is_computed_on_the_day(shipped: Snapshot, today: date, state: str) -> None:
    """The first and the last day belong to it."""
    outcome = ask(shipped, "il progetto AlpClusters è ancora in corso?", today=today)

    assert isinstance(outcome, Answer)
    assert isinstance(outcome.body, State)
    assert outcome.body.state == state


def test_a_follow_up_takes_over_what_it_leaves_out(shipped: Snapshot) -> None:
    """The subject, the field, or the conditions of the question before."""
    budget = ask(shipped, "Parlami di AlpClusters", "e il budget?")
    other = ask(shipped, "quando è stata fondata ESCA?", "e EUCLES?")
    polish = ask(shipped, "quali cluster tedeschi hanno la Silver Label?", "e in Polonia?")

    assert isinstance(budget, Answer)
    assert budget.reading.from_conversation
    assert isinstance(other, Answer)
    assert isinstance(other.body, Values)
    assert other.body.property.field == "founded"
    assert isinstance(polish, Answer)
    assert isinstance(polish.body, Listing)
    assert [related.entry for related in polish.body.entries] == ["lifescience-krakow"]


@pytest.mark.parametrize(
    ("message", "outcomes"),
    [
        ("di che cosa si è parlato all'ADW? qual era il tema?", [Answer]),
        ("AlpClusters: quando finisce?", [Answer]),
        ("che ruolo ha Clémence Foltz e da quanti anni lavora lì", [Answer, Gap]),
        ("quanti bambini ha Clémence Foltz e dove abita?", [Gap]),
    ],
    ids=["said once", "a name with a colon", "half of it", "none of it"],
)
def test_a_message_is_answered_once_for_each_thing_it_asks(
    shipped: Snapshot, message: str, outcomes: list[type[Outcome]]
) -> None:
    """And what stays open beside an answer is said to be so."""
    asked = shipped.ask(message, language="it", today=TODAY)

    assert [type(part.outcome) for part in asked.parts] == outcomes


def test_a_new_name_is_not_answered_from_the_conversation(shipped: Snapshot) -> None:
    """Who asks for something else gets nothing of what was talked about."""
    outcome = ask(shipped, "Qual è il budget di AlpClusters?", "e quello di AlpGov2?")

    assert isinstance(outcome, Gap)


def test_a_gap_says_what_is_known_and_what_is_missing(shipped: Snapshot) -> None:
    """The entry, the field, and facts that the base has."""
    outcome = ask(shipped, "chi è il capofila di AlpClusters?")

    assert isinstance(outcome, Gap)
    assert (outcome.type, outcome.entry) == ("missing_field", "s3-4alpclusters")
    assert outcome.caption is not None
    assert outcome.offered
    assert outcome.links


def test_a_name_that_is_the_same_in_several_languages_is_one_condition(shipped: Snapshot) -> None:
    """Else its list would stand under it once for each of them."""
    [part] = shipped.ask("Which projects are funded by the ERDF?", language="en", today=TODAY).parts
    assert isinstance(part.outcome, Answer)

    assert [condition.values for condition in part.outcome.reading.conditions] == [("erdf",)]


@pytest.mark.parametrize(
    ("question", "language", "subject", "field"),
    [
        ("Wie viele Experten arbeiten für das Bewertungsverfahren?", "de", "esca", "experts"),
        ("À quoi servent les tests de résistance ?", "fr", "s3-4alpclusters", "stress-tests"),
        ("Koliko denarja je prišlo iz ESRR?", "sl", "s3-4alpclusters", "contribution"),
    ],
    ids=["the only one with experts", "the only one with stress tests", "the only one that the fund pays for"],
)
def test_what_is_stated_once_needs_no_name(
    shipped: Snapshot, question: str, language: Language, subject: str, field: str
) -> None:
    [part] = shipped.ask(question, language=language, today=TODAY).parts

    assert isinstance(part.outcome, Answer)
    assert (part.outcome.reading.subjects, part.outcome.reading.field) == ((subject,), field)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wer hat die Stresstests gemacht?", "de"),
        ("Qui finance le FEDER ?", "fr"),
        ("Koliko denarja ima ESRR?", "sl"),
        ("Kakšna je bila izjava?", "sl"),
    ],
    ids=["who did them", "who pays for the fund", "what the fund has", "two said something"],
)
def test_what_is_asked_without_a_name_is_not_guessed(shipped: Snapshot, question: str, language: Language) -> None:
    [part] = shipped.ask(question, language=language, today=TODAY).parts

    assert isinstance(part.outcome, Gap | Choice)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("quanti cluster tedeschi hanno la Silver e quali sono?", "it"),
        ("Koliko nemških grozdov ima srebrno oznako in kateri so?", "sl"),
        ("How many German clusters hold the Silver Label, and which ones?", "en"),
    ],
)
def test_a_list_that_was_counted_is_not_told_twice(shipped: Snapshot, question: str, language: Language) -> None:
    """The count has them all."""
    [part] = shipped.ask(question, language=language, today=TODAY).parts

    assert isinstance(part.outcome, Answer)
    assert part.outcome.reading.operator == "count"


def test_labels_are_told_apart_by_what_each_is(shipped: Snapshot) -> None:
    """There is no number to compare."""
    asked = shipped.ask("Worin liegt der Unterschied zwischen Gold und Silber?", language="de", today=TODAY)

    assert [(one.reading.operator, one.reading.subjects) for one in answers(asked)] == [
        ("describe", ("gold-label",)),
        ("describe", ("silver-label",)),
    ]


def test_a_fact_that_has_a_name_in_its_cue_is_asked_for(shipped: Snapshot) -> None:
    """What was before the Silver Label, and not when the Silver Label was awarded."""
    [part] = shipped.ask("Kaj je imel Clust-ER Health pred srebrom?", language="sl", today=TODAY).parts

    assert isinstance(part.outcome, Answer)
    assert part.outcome.reading.field == "label-before-silver"


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("qual è il budget annuale di S3-4AlpClusters?", [("s3-4alpclusters", "budget")]),
        ("qual è il budget annuale e segreto di S3-4AlpClusters?", []),
        ("quanti anni ha il budget di S3-4AlpClusters?", []),
        ("qual è il budget di S3-4AlpClusters per BIOWIN?", []),
    ],
    ids=["one word is open", "two words are open", "it asks for something else", "it names another"],
)
def test_what_is_all_but_one_word_understood_is_offered(
    shipped: Snapshot, question: str, offered: list[tuple[str, str]]
) -> None:
    (part,) = shipped.ask(question, language="it", today=TODAY).parts
    candidates = part.outcome.candidates if isinstance(part.outcome, Choice) else ()

    assert not isinstance(part.outcome, Answer)
    assert [(one.id, one.reading.field) for one in candidates] == offered


def test_what_one_entry_alone_has_is_asked_of_it_in_a_talk_about_another(shipped: Snapshot) -> None:
    before = shipped.ask("Chi ha valutato il Clust-ER Health?", language="it", today=TODAY)
    asked = shipped.ask("e quanti esperti ci sono?", language="it", today=TODAY, context=before.context)

    (part,) = asked.parts
    assert isinstance(part.outcome, Answer)
    assert part.outcome.subjects == ("esca",)


@pytest.mark.parametrize(
    ("question", "fields", "gaps"),
    [
        ("Aus wie vielen Ländern kommen die Experten, mit denen ESCA arbeitet?", ["expert-countries"], 0),
        ("Was muss ein Cluster mitbringen, um das Gold Label zu bekommen?", ["criteria"], 0),
        ("Wie hoch ist das Budget, der Lead Partner von AlpClusters?", ["budget"], 1),
    ],
    ids=["relative clause", "infinitive clause", "a list"],
)
def test_what_a_clause_says_in_passing_is_no_question_that_stays_open(
    shipped: Snapshot, question: str, fields: list[str], gaps: int
) -> None:
    parts = shipped.ask(question, language="de", today=TODAY).parts

    assert [one.outcome.reading.field for one in parts if isinstance(one.outcome, Answer)] == fields
    assert sum(isinstance(one.outcome, Gap) for one in parts) == gaps


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("What came out of it in Milan?", ("adw", "outcome")),
        ("What came out of it in Bologna?", None),
        ("Where can I read the final publication?", ("s3-4alpclusters", "publication")),
        ("How much did it cost?", None),
        ("When was the Bronze Label obtained?", ("clust-er-health", "awarded")),
        ("When was the Bronze Label created?", None),
        ("When was the Silver Label obtained?", None),
        ("What does ART-ER do for the Clust-ERs?", ("art-er", "activities")),
        ("What does ART-ER do for BIOWIN?", None),
    ],
)
def test_what_can_be_asked_of_one_entry_alone_is_asked_of_that(
    shipped: Snapshot, question: str, answered: tuple[str, str] | None
) -> None:
    (part,) = shipped.ask(question, language="en", today=TODAY).parts
    told = part.outcome.reading if isinstance(part.outcome, Answer) else None

    assert ((told.subjects[0], told.field) if told and told.field else None) == answered  # a topic tells no field


@pytest.mark.parametrize(
    ("language", "question", "fields"),
    [
        (
            "en",
            "How many months did the project last and which fund paid for most of it?",
            ["duration", "contribution"],
        ),
        ("en", "When was the Bronze Label obtained and who did the checking for Silver?", ["awarded", "assessed_by"]),
        ("de", "Wann gab's das Bronze Label und wer hat für Silber geprüft?", ["awarded", "assessed_by"]),
        ("de", "wan wurde eucles gegründet und wieviele experten hat esca", ["founded", "experts"]),
    ],
)
def test_two_questions_in_one_sentence_are_both_answered(
    shipped: Snapshot, language: Language, question: str, fields: list[str]
) -> None:
    asked = shipped.ask(question, language=language, today=TODAY)

    assert [one.reading.field for one in answers(asked)] == fields
    assert len(asked.parts) == len(fields)


def test_how_many_there_are_elsewhere_is_counted_under_the_same_conditions(shipped: Snapshot) -> None:
    question = "Combien de clusters ont le Silver Label en Europe et combien en Allemagne ?"
    asked = shipped.ask(question, language="fr", today=TODAY)

    assert [len(one.reading.subjects or one.subjects) for one in answers(asked)] == [6, 3]


@pytest.mark.parametrize(
    ("question", "told", "missing"),
    [
        ("Who created ESCA and who created EUCLES?", ("esca", "founded_by"), ("eucles", "founded_by")),
        ("When was ESCA created and when was EUCLES created?", ("eucles", "founded"), ("esca", "founded")),
    ],
)
def test_a_word_that_asks_who_and_when_is_taken_as_each_question_has_it(
    shipped: Snapshot, question: str, told: tuple[str, str], missing: tuple[str, str]
) -> None:
    """What one of two has is told, what the other has not is said to be missing, and nothing else takes its place."""
    asked = shipped.ask(question, language="en", today=TODAY)
    gaps = [part.outcome for part in asked.parts if isinstance(part.outcome, Gap)]

    assert [(*answer.subjects, answer.reading.field) for answer in answers(asked)] == [told]
    assert [(gap.entry, gap.reading.field) for gap in gaps if gap.reading] == [missing]
