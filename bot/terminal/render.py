"""From what is said to what a terminal shows."""

from collections.abc import Callable

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.terminal.safety import harmless
from handlers.turns import Bold, Button, File, Linked, Piece, Plain, Quiet, Reply


def styled(reply: Reply) -> Text:
    """What is said, with weight, quietness and links, and numbered choices under it; of a file, what is in it."""
    shown = Text()
    for piece in reply.pieces:
        shown.append_text(_piece(piece))
    for line in contents(reply):
        shown.append(f"\n{line}")
    for line in numbered(reply.buttons):
        shown.append(f"\n  {line}")
    return shown


def plain(reply: Reply) -> str:
    """The same for what is no terminal: text alone, addresses behind their texts."""
    choices = (f"  {line}" for line in numbered(reply.buttons))
    return "\n".join([harmless(reply.plain), *contents(reply), *choices])


def contents(reply: Reply) -> list[str]:
    """The lines of a file: nothing is written anywhere, who wants to keep it copies it."""
    return harmless(reply.content.decode("utf-8", "replace")).split("\n") if isinstance(reply, File) else []


def numbered(buttons: tuple[Button, ...]) -> list[str]:
    """One line for each choice, with the number to type."""
    return [f"{number}. {harmless(button.title)}" for number, button in enumerate(buttons, 1)]


def _piece(piece: Piece) -> Text:
    match piece:
        case Plain(text):
            return Text(harmless(text))
        case Bold(text):
            return Text(harmless(text), style="bold")
        case Quiet(text):
            return Text(harmless(text), style="dim")
        case Linked(text, url):
            return _link(harmless(text), harmless(url))


def _link(text: str, url: str) -> Text:
    linked = Style(link=url)
    if text == url:
        return Text(url, style=linked)
    return Text.assemble((text, linked), ": ", (url, linked + Style(dim=True)))


def shown_on(console: Console) -> Callable[[Reply], None]:
    """Replies on a terminal, with weight and links; elsewhere as plain text."""

    def show(reply: Reply) -> None:
        if console.is_terminal:
            console.print(styled(reply), end="\n\n", highlight=False)
        else:
            console.file.write(f"{plain(reply)}\n\n")
            console.file.flush()

    return show
