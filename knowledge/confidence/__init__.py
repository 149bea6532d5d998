"""How sure a reading is: a few signals, and one calibrated probability for all kinds of readings."""
