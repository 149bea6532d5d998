"""What one would pick instead, at the same work: each compares a question with all stored ones."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from knowledge.language.normal import clean, words
from knowledge.model.languages import Language
from tests.bench.datasets import Example, clinc, massive
from tests.bench.intents import Finder, grappolo, plain_classifier, row

ASKED: Final = 300
"""Questions of each set that are asked where one question goes through all that is stored."""

Maker = Callable[[Sequence[Example], Language], Finder]


def fuzzy(scorer: str) -> Maker:
    """The stored question that rapidfuzz finds nearest."""

    def make(train: Sequence[Example], language: Language) -> Finder:
        from rapidfuzz import fuzz, process, utils

        texts = [utils.default_process(one.text) for one in train]
        score = getattr(fuzz, scorer)

        def find(text: str) -> tuple[str, float]:
            found = process.extractOne(utils.default_process(text), texts, scorer=score)
            return train[found[2]].intent, float(found[1])

        return find

    return make


def full_text(train: Sequence[Example], language: Language) -> Finder:
    """SQLite's FTS5, ordered by its bm25."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE stored USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')")
    database.executemany("INSERT INTO stored(rowid, text) VALUES (?, ?)", enumerate(one.text for one in train))

    def find(text: str) -> tuple[str, float]:
        wanted = " OR ".join(f'"{word}"' for word in _words(text))
        sql = "SELECT rowid, bm25(stored) FROM stored WHERE stored MATCH ? ORDER BY bm25(stored) LIMIT 1"
        found = database.execute(sql, (wanted,)).fetchone() if wanted else None
        return (train[found[0]].intent, -float(found[1])) if found else ("", 0.0)

    return find


def tantivy_search(train: Sequence[Example], language: Language) -> Finder:
    """tantivy, as it comes."""
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("text").add_integer_field("number", stored=True).build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for number, one in enumerate(train):
        writer.add_document(tantivy.Document(text=one.text, number=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> tuple[str, float]:
        query = index.parse_query(" ".join(_words(text)) or "nothing", ["text"])
        hits = searcher.search(query, 1).hits
        if not hits:
            return "", 0.0
        score, address = hits[0]
        return train[searcher.doc(address)["number"][0]].intent, float(score)

    return find


def bm25s_search(train: Sequence[Example], language: Language) -> Finder:
    """bm25s, as it comes."""
    import bm25s

    retriever = bm25s.BM25()
    retriever.index([_words(one.text) or ["nothing"] for one in train], show_progress=False)

    def find(text: str) -> tuple[str, float]:
        found, scores = retriever.retrieve([_words(text) or ["nothing"]], k=1, show_progress=False, n_threads=0)
        return train[int(found[0, 0])].intent, float(scores[0, 0])

    return find


PEERS: Final[Mapping[str, Maker]] = {
    "Grappolo": grappolo,
    "TF-IDF + LinearSVC": plain_classifier,
    "rapidfuzz WRatio": fuzzy("WRatio"),
    "rapidfuzz token_set_ratio": fuzzy("token_set_ratio"),
    "SQLite FTS5 bm25": full_text,
    "tantivy": tantivy_search,
    "bm25s": bm25s_search,
}


def measure(data: Path, limit: int = ASKED) -> dict[str, Any]:
    """Each peer on each set: every n-th question, the same for all."""
    found: dict[str, Any] = {}
    for split in (*clinc(data), *massive(data)):
        found[split.name] = {}
        for name, make in PEERS.items():
            found[split.name][name] = row(make(split.train, split.language), split, limit)
    return found


def _words(text: str) -> list[str]:
    return [word.folded for word in words(clean(text))]
