"""From YAML files to a checked base: reading, checking, and saying every mistake with its line and its cure."""
