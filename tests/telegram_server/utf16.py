"""Telegram counts offsets in UTF-16 units, and limits in code points."""


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of *text* that an entity marks."""
    marked = text.encode("utf-16-le", "surrogatepass")[2 * offset : 2 * (offset + length)]
    return marked.decode("utf-16-le", "replace")
