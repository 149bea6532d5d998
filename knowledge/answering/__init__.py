"""From a reading to an answer: every value is one of the base, or computed from such values."""
