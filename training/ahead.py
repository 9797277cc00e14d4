"""Make what will be needed while what was made is used."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_AHEAD = 6

_Made = TypeVar("_Made")


def made_ahead(make: Callable[[int], _Made], start: int, stop: int) -> Iterator[_Made]:
    """Give ``make(start)`` to ``make(stop - 1)``, up to six of them made ahead by a thread."""
    with ThreadPoolExecutor(1) as maker:
        ahead = deque(maker.submit(make, index) for index in range(start, stop)[:_AHEAD])
        for index in range(start, stop):
            made = ahead.popleft().result()
            if index + _AHEAD < stop:
                ahead.append(maker.submit(make, index + _AHEAD))
            yield made
