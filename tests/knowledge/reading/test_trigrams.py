"""Finding what a word may be a slip of, without comparing it with all words."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.reading.trigrams import A_SLIP_COSTS, Trigrams, runs

WORDS = st.text("abcde", min_size=5, max_size=12)


@given(words=st.lists(WORDS, unique=True, max_size=30), word=WORDS, slips=st.integers(1, 2))
def test_no_word_that_is_near_enough_is_missed(words: list[str], word: str, slips: int) -> None:
    """What shares too few runs of letters is further away than that many slips."""
    near = {known for known in words if OSA.distance(word, known) <= slips}
    found = Trigrams.of(words).sharing(word, len(runs(word)) - A_SLIP_COSTS * slips)
    share_nothing = {known for known in near if not runs(known) & runs(word)}

    assert near - share_nothing <= set(found)


def test_of_many_the_nearest_are_kept() -> None:
    """However many share a run, only so many are compared letter by letter."""
    index = Trigrams.of(["cluster", "clusters", "clubs", "clue", "cloud"])

    assert index.sharing("cluster", 1, 2) == ["cluster", "clusters"]
    assert index.sharing("xyz", 1) == []
