"""Who is meant, where a kind is said and no name."""

from pathlib import Path

from knowledge.answering.outcomes import Answer, Choice, Outcome
from knowledge.answering.snapshot import Snapshot
from knowledge.loading.loading import load_base
from tests.knowledge.conftest import TODAY
from tests.knowledge.loading.bases import write

KNOWN = """\
id: open-lab
name: Open Lab
period: {start: 2027-03-18, end: 2027-03-18}
theme: {it: I materiali del futuro.}
aim: {it: Far incontrare chi li studia.}
audience: [{it: chi fa ricerca}]
outcome: {it: Tre progetti comuni.}
"""
HARDLY_KNOWN = "id: kick-off\nname: Kick-off\noutcome: {it: Un gruppo di lavoro.}\n"
BETTER_KNOWN = HARDLY_KNOWN + "theme: {it: Le regole.}\naim: {it: Conoscersi.}\n"


def ask(folder: Path, other: str) -> Outcome:
    """What comes of a question about an event that it does not name, where the base knows another one as well."""
    files = {"base.yaml": "name: Rete\n", "events/open-lab.yaml": KNOWN, "events/kick-off.yaml": other}
    snapshot = Snapshot.compile(load_base(write(folder, files)))
    return snapshot.ask("com'è andato l'evento?", language="it", today=TODAY).parts[0].outcome


def test_the_one_is_meant_of_which_much_more_is_told(tmp_path: Path) -> None:
    """Of the other next to nothing is: whoever means that one says its name."""
    outcome = ask(tmp_path, HARDLY_KNOWN)

    assert isinstance(outcome, Answer)
    assert outcome.subjects == ("open-lab",)


def test_of_two_that_are_known_both_are_offered(tmp_path: Path) -> None:
    """Even if more is told of one of them."""
    outcome = ask(tmp_path, BETTER_KNOWN)

    assert isinstance(outcome, Choice)
    assert {one.id for one in outcome.candidates} == {"open-lab", "kick-off"}
