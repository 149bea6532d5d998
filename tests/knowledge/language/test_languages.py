"""The language files and what is read from them."""

import pytest

from knowledge.language.cues import Cues, cues_of
from knowledge.language.normal import clean, joined, words
from knowledge.language.rarity import language_of, weight
from knowledge.model.languages import LANGUAGES, Language
from knowledge.stating.fields import FIELDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_caption_in_every_language(language: Language) -> None:
    """And there is no cue for a field that does not exist."""
    assert cues_of(language).fields.keys() == FIELDS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_language_files_have_the_same_parts(language: Language) -> None:
    """A translator who leaves out a kind or an operator is told so."""
    model, other = cues_of("it"), cues_of(language)
    for part in Cues.model_fields:
        expected, found = getattr(model, part), getattr(other, part)
        if isinstance(expected, dict) and part != "demonyms":
            assert expected.keys() == found.keys(), part


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("quando è stata fondata", "it"),
        ("when was it founded", "en"),
        ("wann wurde es gegründet", "de"),
        ("quand a-t-il été fondé", "fr"),
        ("kdaj je bil ustanovljen", "sl"),
        ("budget", "sl"),
    ],
)
def test_the_language_of_a_question_is_heard(text: str, language: Language) -> None:
    """Short ones that do not tell stay with the person's own."""
    heard = language_of([word.folded for word in words(clean(text))], "sl" if text == "budget" else "it")

    assert heard == language


@pytest.mark.parametrize(
    ("text", "own", "heard"), [("qui a mandaté", "fr", "fr"), ("qui a mandaté", "de", "it"), ("wer hat", "fr", "de")]
)
def test_a_short_question_stays_with_the_own_language_where_another_is_hardly_nearer(
    text: str, own: Language, heard: Language
) -> None:
    assert language_of([word.folded for word in words(clean(text))], own) == heard


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    """And neither depends on the base."""
    assert weight("xyzzyx", "en") == 1.0
    assert weight("house", "en") < weight("cathedral", "en") < 1.0
    assert weight("the", "en") == 0.35


@pytest.mark.parametrize(
    "spelling",
    ["S3-4AlpClusters", "s3 4 alp clusters", "S34ALPCLUSTERS", "s3\u20114AlpClusters", "S3-4Alp\u200bClusters"],
)
def test_all_spellings_of_a_name_are_one(spelling: str) -> None:
    """Whatever hyphens, spaces and capitals it has."""
    assert joined(spelling) == "s34alpclusters"
