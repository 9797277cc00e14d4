"""More speakers and more words: synthesisers of speech say digits, words and invented words."""
