"""The sub-commands of ``spoken-digits``, one a file."""
