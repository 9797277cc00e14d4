"""Numbers as options of a command."""

from argparse import ArgumentTypeError

_SEEDS = 1 << 32


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


def seed(text: str) -> int:
    """Read what random numbers begin with: a whole number of 32 bits, as Keras wants it.

    Raises
    ------
    ArgumentTypeError
        If it is none.
    """
    number = not_negative(text)
    if number >= _SEEDS:
        raise ArgumentTypeError(f"{text} is more than {_SEEDS - 1}, the largest seed")
    return number
