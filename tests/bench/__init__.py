"""Benchmarks: what Grappolo does beside what one would pick instead."""
