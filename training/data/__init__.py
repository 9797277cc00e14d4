"""Recordings to train and to measure on: public data sets as they are, and folders of one's own."""
