"""Spoken Digits: see and recognise spoken digits."""

__version__ = "0.1.0"
