"""Texts that nobody expects, each with one word that no log may show."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

CANARY: Final = "Kanarienzwist"
"""Stands in whatever is written, and must stand in no log."""
LONGEST: Final = 4096
"""Letters of the longest message."""

_ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u3164\u180e"
_DIRECTIONS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_MARKS: Final = "".join(map(chr, (*range(0x300, 0x370), *range(0x483, 0x48A), *range(0x20D0, 0x20F1))))
_LOOKALIKES: Final = str.maketrans("aceopxyBHKMT", "асеорхуВНКМТ")
_LINES: Final = "\r\n \v \f \x85 \u2028 \u2029"
_QUESTIONS: Final = (
    "qual è il budget del {}?",
    "when does {} start?",
    "wer leitet {}?",
    "{}?",
    "{}",
    "quanti {} ci sono?",
)

_LIKE_CODE: Final = {
    "markdown": ("*_[x](tg://user?id=1)_*`", "\\*\\_\\[", "```\n{}", "[{}](https://example.org", "||{}||__*"),
    "html": (
        "</b><a href='https://example.org'>{}</a>",
        "<script>{}</script>",
        "&lt;&#0;&{};",
        "<!-- {}",
        "<tg-emoji>",
    ),
    "yaml": ("- {}: &a [*a, *a]", "!!python/object/apply:os.system [{}]", "---\n...\n%YAML 9.9", "? {}\n: |", "<<: *x"),
    "sql": ("'; DROP TABLE inbox; -- {}", '" OR 1=1 -- {}', "%' ESCAPE '\\' {}", "$1 :name ? {}", "x'00' {}"),
    "format strings": (
        "%s%n%(x)s {{0}} {}",
        "{{0.__class__}} {}",
        "{{{{ {} }}}}",
        "${{jndi:ldap://x}} {}",
        "%(message)s",
    ),
    "templates": ("{{% for x in y %}}{}", "<%= {} %>", "#{{7*7}}{}", "{{{{7*7}}}} {}", "${{7*7}}{}"),
    "regular expressions": ("(a+)+$ {}", "[", "(?P<x>{}", "\\", "(?=.*{})*", "a{{1,99999}}{}"),
    "paths": ("../../etc/passwd {}", "C:\\con\\{}", "file:///{}", "\\\\server\\{}", "/dev/null {}"),
    "JSON": ('{{"update_id": 1, "message": "{}"}}', "[[[[{}", "\\ud800 {}", "null {}", "NaN {}"),
}


def _some(alphabet: str, most: int) -> Callable[[Random], str]:
    return lambda random: "".join(random.choices(alphabet, k=random.randint(1, most)))


def _between_letters(alphabet: str) -> Callable[[Random], str]:
    def text(random: Random) -> str:
        return "".join(
            letter + random.choice(("", alphabet[random.randrange(len(alphabet))])) for letter in _asked(random)
        )

    return text


def _asked(random: Random, what: str = "Ponte di Carta Volante") -> str:
    return random.choice(_QUESTIONS).format(what)


def _like(kind: str) -> Callable[[Random], str]:
    return lambda random: _asked(random, random.choice(_LIKE_CODE[kind]).format("x"))


def _emoji(random: Random) -> str:
    people = [chr(random.randrange(0x1F466, 0x1F46A)) + chr(random.randrange(0x1F3FB, 0x1F400)) for _ in range(8)]
    flags = "".join(chr(random.randrange(0x1F1E6, 0x1F200)) for _ in range(random.randint(1, 9)))
    return "\u200d".join(people) + "\ufe0f" * random.randint(0, 40) + flags + "\U000e0067\U000e007f"


TEXTS: Final[Mapping[str, Callable[[Random], str]]] = {
    "half surrogates": lambda random: _asked(random, "".join(map(chr, random.choices(range(0xD800, 0xE000), k=9)))),
    "text direction": _between_letters(_DIRECTIONS),
    "zero width": _between_letters(_ZERO_WIDTH),
    "only invisible": _some(_ZERO_WIDTH + _DIRECTIONS + " \u00a0\u2003\u3000", 60),
    "marks on one letter": lambda random: "a" + "".join(random.choices(_MARKS, k=LONGEST - len(CANARY) - 2)),
    "marks everywhere": _between_letters(_MARKS),
    "one letter": lambda random: random.choice("aIß\u0130\ufdfa\U0001f600 \u0f00.?") * (LONGEST - len(CANARY) - 1),
    "two thousand words": lambda random: " ".join(
        random.choices(("e", "o", "y", "di", "the", "1", "?", "e poi"), k=2000)
    ),
    "many questions": lambda random: " ".join(_asked(random) for _ in range(random.randint(10, 60))),
    "emoji": _emoji,
    "control characters": _some("".join(map(chr, (*range(32), *range(0x7F, 0xA0)))), 200),
    "NULs": lambda random: "\x00".join(_asked(random)),
    "line ends": lambda random: random.choice(_LINES).join(_asked(random).split()),
    "look-alikes": lambda random: _asked(random).translate(_LOOKALIKES),
    "any characters": lambda random: "".join(chr(random.randrange(0x110000)) for _ in range(random.randint(1, 300))),
    "numbers": lambda random: _asked(
        random, str(random.choice((-1, 10**400, 1e308, "1e999999", "٣٤", "½", "0x", "1.2.3")))
    ),
    "dates": lambda random: _asked(
        random, random.choice(("31/02/0000", "99.99.9999", "year 10**9", "il 29/2/2023", "-1 day"))
    ),
    **{f"like {kind}": _like(kind) for kind in _LIKE_CODE},
}
"""By the name of their family."""


def odd_text(random: Random, family: str = "") -> str:
    """One of a *family*, or of any; as long as a message may be, with the canary at one of its ends."""
    text = TEXTS[family or random.choice(list(TEXTS))](random)[: LONGEST - len(CANARY) - 1]
    return f"{CANARY} {text}" if random.random() < 0.5 else f"{text} {CANARY}"
