"""The commands of staff: thin functions that read the line, call what does the work, and print."""
