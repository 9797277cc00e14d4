"""The sub-commands of ``spoken-digits``, one a file, and what they share."""
