"""Fitting the confidence of readings on questions whose answers are known."""
