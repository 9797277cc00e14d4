"""Everything Spoken Digits ships that is neither code nor the network: a sample, icons, looks."""

SAMPLE = "sample.flac"
"""Name of the sample recording in this package."""

SAMPLE_DIGITS = "407192"
"""What is said in the sample recording, one digit after another."""
