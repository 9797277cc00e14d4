import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audio.ring import Ring


def count_up(start: int, stop: int) -> np.ndarray:
    return np.arange(start, stop, dtype=np.float32)


@given(capacity=st.integers(1, 50), lengths=st.lists(st.integers(0, 120), max_size=30))
def test_holds_the_newest_samples_under_their_indices(capacity: int, lengths: list[int]) -> None:
    ring = Ring(capacity)
    total = 0
    for length in lengths:
        ring.append(count_up(total, total + length))
        total += length
        assert ring.end == total
        assert ring.start == max(0, total - capacity)
        np.testing.assert_array_equal(ring.read(ring.start, total), count_up(ring.start, total))


@given(data=st.data(), capacity=st.integers(1, 50), total=st.integers(0, 200))
def test_reads_every_stretch_that_is_held_and_no_other(
    data: st.DataObject, capacity: int, total: int
) -> None:
    ring = Ring(capacity)
    ring.append(count_up(0, total))
    start = data.draw(st.integers(-5, total + 5))
    stop = data.draw(st.integers(-5, total + 5))
    if ring.start <= start <= stop <= ring.end:
        np.testing.assert_array_equal(ring.read(start, stop), count_up(start, stop))
    else:
        with pytest.raises(IndexError, match="The ring holds samples"):
            ring.read(start, stop)


def test_gives_views_that_cannot_be_written() -> None:
    ring = Ring(10)
    ring.append(count_up(0, 17))
    view = ring.read(8, 16)
    assert view.base is not None
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 1.0
    ring.append(count_up(17, 20))
    np.testing.assert_array_equal(ring.read(12, 20), count_up(12, 20))


def test_refuses_to_keep_nothing() -> None:
    with pytest.raises(ValueError, match="at least one sample"):
        Ring(0)
