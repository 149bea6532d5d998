"""The command line: which commands there are. What a command needs is imported when it runs, so that all start fast."""

from typing import Annotated

import typer
from typer.core import TyperGroup

from bot.commands import audit, content, data, dead, keys, outbox, questions, service, telegram
from bot.commands.options import Day, Knowledge
from knowledge.model.languages import Language


class Commands(TyperGroup):
    """Says what a person can mend in plain lines on standard error and ends with 1; a traceback is for our mistakes."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # Typer's own context, which it keeps private
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            from bot.commands.mistakes import lines_of

            lines = lines_of(error)
            if lines is None:
                raise
            for line in lines:
                typer.echo(line, err=True)
            raise typer.Exit(1) from None


main = typer.Typer(
    cls=Commands,
    help="Grappolo answers the members of cluster organisations from a knowledge base, and never guesses.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"grappolo {version('grappolo')}")
        raise typer.Exit


@main.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """What holds for every command."""


@main.command()
def run(knowledge: Knowledge = None) -> None:
    """Start the bot: on Telegram where a token is set, else a chat in this terminal."""
    telegram.start(knowledge)


@main.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="What to ask; - or nothing: each line of standard input, plain or JSON.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each question.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say how each word was taken.")] = False,
    knowledge: Knowledge = None,
    language: Annotated[Language | None, typer.Option(help="The language of who asks.")] = None,
    today: Annotated[Day, typer.Option(help="The day of the question, as 2026-01-31.", formats=["%Y-%m-%d"])] = None,
    log: Annotated[bool, typer.Option("--log", help="Record what is asked, as the bot would.")] = False,
) -> None:
    """Answer questions outside a chat: one, or many from a file."""
    from bot.ahead import compiled_ahead
    from bot.settings import read_settings

    with compiled_ahead(read_settings(), knowledge):
        from bot.door import Wishes, answer_all

    day = None if today is None else today.date()
    answer_all(question, Wishes(as_json, explain, knowledge, language, day, log))


main.command()(content.check)
main.command()(content.test)
main.command()(content.schema)
main.command()(content.init)
main.command()(questions.questions)
main.command(context_settings=service.GOES_ON)(service.prepare)
main.command()(service.precompile)
main.command()(service.health)
main.command()(service.doctor)
main.command()(keys.keys)
main.command()(audit.audit)
main.command()(dead.dead)
main.command()(outbox.outbox)
main.command()(data.backup)
main.command()(data.restore)
main.command("copy-db")(data.copy_db)
main.add_typer(telegram.telegram, name="telegram")


@main.command()
def version() -> None:
    """Say which version this is."""
    _say_version(True)
