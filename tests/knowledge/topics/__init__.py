"""Tests of the topic model."""
