"""From the words of a question to a typed reading of it, with the confidence it deserves."""
