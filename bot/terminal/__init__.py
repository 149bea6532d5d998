"""The terminal door: the same conversation as in any channel, on the line where ``grappolo run`` was typed."""
