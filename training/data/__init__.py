"""Recordings to train and to measure on, each data set in its public original form."""
