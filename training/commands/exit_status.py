"""Exit statuses of the commands; 0 is for what went well."""

FAILED = 1
"""Something could not be done; standard error says what."""

WRONG_USAGE = 2
"""The command line cannot be; as argparse has it."""

INTERRUPTED = 130
"""Ctrl+C; as shells have it."""
