"""Words are told from others by what stands beside them."""

from itertools import product

from knowledge.topics.classes import classes_of
from knowledge.topics.keeping import pack, unpack
from knowledge.topics.solving import here
from knowledge.topics.training import Labelled, fit

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
THINGS = tuple(f"thing{number}" for number in range(50))
VERBS = tuple(f"verb{number}" for number in range(40))
SAID = 3 * [
    *(("book", "the", thing, "on", day) for thing, day in product(THINGS, DAYS)),
    *(("can", "we", verb, "the", thing) for verb, thing in product(VERBS, THINGS)),
]


def test_what_stands_among_the_same_words_is_of_one_class() -> None:
    """And nothing that stands elsewhere is."""
    classes = classes_of(SAID, here)

    days = {classes[day] for day in DAYS}
    assert len(days) == 1
    assert not days & {classes[word] for word in (*THINGS, *VERBS)}


def test_few_samples_tell_no_classes() -> None:
    """Nor does a word that is there once have one."""
    assert classes_of(SAID[:3000], here) == {}
    assert "rare" not in classes_of([*SAID, ("a", "rare", "one")], here)


def test_a_kept_model_knows_the_classes_again() -> None:
    """What it judges by them stays the same."""
    samples = [Labelled((*said, str(number)), said[0], "en") for number, said in enumerate(SAID)]
    model = fit(samples)

    again = unpack(pack(model))

    assert again.classes == model.classes != {}
    assert again.judge("book it on a friday", "en") == model.judge("book it on a friday", "en")
