"""Periods as people say them, in five languages: a small grammar over the words of a question."""
