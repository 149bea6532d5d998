"""Turning an outcome into what is said: pure functions, in no channel's terms."""
