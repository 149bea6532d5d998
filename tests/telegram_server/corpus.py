"""The texts whose verdicts are kept."""

from collections.abc import Iterator
from typing import Final

from tests.telegram_server.people import Json

HTML: Final = (
    "plain",
    "a & b",
    "&foo;",
    "a &lt; b &amp; c",
    "a < b",
    "a > b",
    "<br/>",
    "<p>x</p>",
    "<h1>x</h1>",
    "<ul><li>x</li></ul>",
    "x<!-- -->",
    "<b class=x>x</b>",
    "<a>x</a>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://example.org/a?b=c&amp;d=e">x</a>',
    '<a href="tg://user?id=5">x</a>',
    "<b><i>x</b></i>",
    "<b>x",
    "x</b>",
    "<b>one <i>two</i></b> three",
    "<i>gaps</i>",
    "<u>u</u><s>s</s><code>c</code><pre>p</pre>",
    '<pre><code class="language-python">p</code></pre>',
    "<blockquote>q</blockquote>",
    "<blockquote expandable>q</blockquote>",
    "<tg-spoiler>x</tg-spoiler>",
    "<b>😀</b> <i>è</i>",
    "<b> </b>",
    "<b></b>",
    "\x00",
    "",
)
MARKDOWN: Final = (
    "*x*",
    "_x_",
    "`x`",
    "[x](https://example.org)",
    "*x",
    "snake_case",
    "1. one",
    "a-b",
    "\\_x\\_",
    "||x||",
)
INCOMING: Final = (
    "",
    "ciao",
    "/start",
    "/start@grappolo_bot deep",
    "tell me /help",
    "a/b",
    "http:/x",
    "@grappolo_bot ciao",
    "say @grappolo_bot ciao",
    "x@example.org",
    "#adw and #2018",
    "https://example.org/a?b=c.",
    "example.org",
    "😀 /help 😀 @grappolo_bot",
)
BOLD: Final[Json] = {"@type": "textEntityTypeBold"}
POSITIONS: Final = (
    ("hello", 0, 5),
    ("hello", 0, 0),
    ("hello", 4, 1),
    ("hello", 0, 6),
    ("hello", 5, 1),
    ("hello", 9, 2),
    ("hello", -1, 2),
    ("hello", 1, -2),
    ("😀x", 0, 2),
    ("😀x", 0, 1),
    ("😀x", 1, 2),
    ("😀x", 2, 1),
    ("x😀", 1, 1),
    ("x😀", 1, 2),
    ("x😀", 1, 3),
    ("è€😀", 2, 2),
    ("è€😀", 1, 2),
    ("", 0, 1),
)
LINKS: Final = (
    "https://example.org",
    "http://example.org/a?b=c",
    "example.org",
    "tg://user?id=5",
    "ftp://example.org",
    "javascript:x",
    "mailto:x@example.org",
    "",
    "http://",
    "a b",
)


def requests() -> Iterator[Json]:
    """Every question to the library, in order."""
    for text in HTML:
        yield {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
    for version in (1, 2):
        mode = {"@type": "textParseModeMarkdown", "version": version}
        for text in MARKDOWN:
            yield {"@type": "parseTextEntities", "text": text, "parse_mode": mode}
    for text in INCOMING:
        yield {"@type": "getTextEntities", "text": text}
    for text, offset, length in POSITIONS:
        yield _marked(text, offset, length, BOLD)
    for url in LINKS:
        yield _marked("hello", 0, 5, {"@type": "textEntityTypeTextUrl", "url": url})


def _marked(text: str, offset: int, length: int, kind: Json) -> Json:
    entity = {"@type": "textEntity", "offset": offset, "length": length, "type": kind}
    return {"@type": "getMarkdownText", "text": {"@type": "formattedText", "text": text, "entities": [entity]}}
