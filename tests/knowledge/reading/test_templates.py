"""Names and cues that one line stands for."""

import pytest

from knowledge.answering.outcomes import Answer
from knowledge.answering.snapshot import Snapshot
from knowledge.loading.loading import load_base
from tests.knowledge.conftest import TODAY
from tests.knowledge.loading.bases import write

FAIR = """\
id: fair
name: Salone
aliases:
  it: ["(fiera|mercato) [dei (cluster|distretti)]"]
facts:
  - id: stands
    caption: stand
    cues:
      it: ["(quanti|numero di) (banchi|espositori)"]
    number: 40
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A base whose staff writes in templates."""
    files = {"base.yaml": "name: Rete\nmain_language: it\n", "events/fair.yaml": FAIR}
    return Snapshot.compile(load_base(write(tmp_path_factory.mktemp("base"), files)))


@pytest.mark.parametrize(
    "text",
    [
        "quanti banchi alla fiera dei cluster?",
        "numero di espositori del mercato",
        "quanti espositori al mercato dei distretti?",
    ],
)
def test_every_phrase_of_a_template_is_known(snapshot: Snapshot, text: str) -> None:
    outcome = snapshot.ask(text, language="it", today=TODAY).parts[0].outcome

    assert isinstance(outcome, Answer)
    assert (outcome.reading.subjects, outcome.reading.field) == (("fair",), "stands")
