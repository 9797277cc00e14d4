"""Numbers as options of a command."""

from argparse import ArgumentTypeError


def positive(text: str) -> int:
    """Read a whole number from 1 on.

    Raises
    ------
    ArgumentTypeError
        If it is none.
    """
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise ArgumentTypeError(f"{text} is no whole number from 1 on")
    return number


def not_negative(text: str) -> int:
    """Read a whole number from 0 on.

    Raises
    ------
    ArgumentTypeError
        If it is none.
    """
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text} is no whole number from 0 on")
    return int(text)
