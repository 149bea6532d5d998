"""Mistakes that a person can mend, as lines that say where and how."""


def lines_of(error: Exception) -> list[str] | None:
    """What to print of *error*; None if it is a mistake of the program."""
    from bot.heartbeat import Hangs
    from bot.settings import InvalidSettings
    from bot.storage.errors import StorageError
    from knowledge.loading.problems import InvalidBase

    match error:
        case InvalidSettings(problems=problems):
            return list(problems)
        case InvalidBase(problems=problems):
            return [str(problem) for problem in problems]
        case StorageError() | Hangs():
            return [str(error)]
    return None
