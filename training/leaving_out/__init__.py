"""Train without some voices or words, and measure the network on these."""
