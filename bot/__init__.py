"""The composition root of Grappolo, and everything that touches the outside world."""
