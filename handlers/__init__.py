"""The conversation: what is said, and when. No channel in here: all of them talk to the same."""
