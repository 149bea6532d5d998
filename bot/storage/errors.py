"""What can go wrong with what is kept, told to who must act."""


class StorageError(Exception):
    """The data or the key cannot be used. The text is one line: what is wrong, and what to do."""


def reason(error: Exception) -> str:
    """What a database says of an error, in a line, without the statement that it came from."""
    said = str(getattr(error, "orig", error)).strip().splitlines()
    return said[0] if said else type(error).__name__
