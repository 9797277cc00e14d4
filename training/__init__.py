"""Training of the network: ``python -m training``."""
