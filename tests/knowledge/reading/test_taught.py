"""What golden questions teach: what no topic answers."""

from pathlib import Path

import pytest

from knowledge.answering.outcomes import Answer, Gap, Outcome
from knowledge.answering.snapshot import Snapshot
from knowledge.loading.loading import load_base
from knowledge.reading.readings import Reading
from tests.knowledge.conftest import TODAY
from tests.knowledge.loading.bases import write

JOINING = """\
id: joining
name: {it: Adesione}
answer: {it: Scrivendo alla segreteria.}
samples:
  it:
    - come si aderisce al cluster?
    - cosa serve per diventare soci?
    - come si diventa membri della rete?
    - la mia azienda può aderire alla rete?
    - chi può diventare socio?
"""
FEES = """\
id: fees
name: {it: Quote}
answer: {it: Le decide l'assemblea ogni anno.}
samples:
  it:
    - chi decide le quote?
    - come vengono decise le quote annuali?
    - da chi dipende la quota da pagare?
    - come si arriva alla quota di un socio?
"""
FILES = {"base.yaml": "name: Rete\n", "topics/joining.yaml": JOINING, "topics/fees.yaml": FEES}


def base(folder: Path, questions: str = "") -> Snapshot:
    """The base of a network, with golden questions."""
    golden = {"questions/it.yaml": f"language: it\nquestions:\n{questions}"} if questions else {}
    return Snapshot.compile(load_base(write(folder, FILES | golden)))


def ask(snapshot: Snapshot, text: str) -> Outcome:
    """What comes of a question."""
    return snapshot.ask(text, language="it", today=TODAY).parts[0].outcome


REFUSED = """\
  - {ask: come si lascia il cluster?, refuse: any}
  - {ask: come si esce dalla rete?, refuse: any}
  - {ask: come si lascia la rete?, refuse: any}
"""


@pytest.mark.parametrize("text", ["come si lascia la rete del cluster?", "e come si esce dal cluster?"])
def test_what_is_like_a_refused_question_is_refused(text: str, tmp_path: Path) -> None:
    """The words of a topic are in it: who has not been told answers it with that topic, or offers that."""
    before, after = base(tmp_path / "before"), base(tmp_path / "after", REFUSED)

    assert not isinstance(ask(before, text), Gap)
    assert isinstance(ask(after, text), Gap)


def test_what_a_topic_answers_stays_answered(tmp_path: Path) -> None:
    """However much is known to be about none."""
    after = base(tmp_path, REFUSED)

    assert [_topic(ask(after, text)) for text in ("come si diventa soci del cluster?", "da chi dipende la quota?")] == [
        "joining",
        "fees",
    ]


def test_what_follows_another_question_teaches_nothing_by_itself(tmp_path: Path) -> None:
    """The words of a follow-up do not tell what it is about."""
    taught = base(tmp_path, "  - {ask: come si aderisce?, after: chi decide le quote?, refuse: any}\n")

    assert _topic(ask(taught, "come si aderisce al cluster?")) == "joining"
    assert taught.base.refused == ()


def test_only_what_must_be_refused_teaches(tmp_path: Path) -> None:
    """What a field or a list answers may be asked much like a topic."""
    questions = """\
  - {ask: dove si tiene?, field: place}
  - {ask: chi paga?, choice: joining}
  - {ask: perché?, refuse: out_of_scope}
"""
    assert base(tmp_path, questions).base.refused == (("it", "perché?"),)


def test_where_there_is_no_topic_nothing_is_taught(tmp_path: Path) -> None:
    """There is none that could be taken for it, and nothing to be fitted."""
    files = {"base.yaml": "name: Rete\n", "questions/it.yaml": f"language: it\nquestions:\n{REFUSED}"}
    empty = Snapshot.compile(load_base(write(tmp_path, files)))

    assert empty.decider.compiled.topics.model.topics == ()
    assert isinstance(ask(empty, "come si lascia il cluster?"), Gap)


def test_a_bare_why_not_says_that_it_is_of_what_was_said_before(shipped: Snapshot) -> None:
    """Whoever meant something else sees it at once."""
    before = shipped.ask("does Clust-ER Health have the Gold Label?", language="en", today=TODAY)
    (part,) = shipped.ask("why not?", language="en", today=TODAY, context=before.context).parts

    assert isinstance(part.outcome, Answer)
    assert part.outcome.reading == Reading("topic", ("path-to-gold",), from_conversation=True)


def _topic(outcome: Outcome) -> str:
    return "".join(outcome.subjects) if isinstance(outcome, Answer) else ""
