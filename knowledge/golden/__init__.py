"""Golden questions: lines of YAML that say what a question must be answered with, or that it must not be."""
