"""What can go wrong with what is kept, told to who must act."""


class StorageError(Exception):
    """The data or the key cannot be used. The text is one line: what is wrong, and what to do."""
