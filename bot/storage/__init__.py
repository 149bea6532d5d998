"""What is kept: the question log, the dialogues, and the keys without which nobody reads them."""
