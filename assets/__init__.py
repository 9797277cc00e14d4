"""Everything Spoken Digits ships that is neither code nor the network: sample recordings."""
