import numpy as np
import pytest
from heard import assert_follow_each_other
from hypothesis import given
from hypothesis import strategies as st

from app.audio.block_maker import BlockMaker
from app.audio.sound_child import SOUND, Record


def record(
    frames: np.ndarray, arrived_ns: int = 1, overflows: int = 0, lost_blocks: int = 0
) -> Record:
    payload = frames.astype(np.float32).tobytes()
    return Record(SOUND, payload, arrived_ns, overflows, lost_blocks)


@given(
    openings=st.lists(
        st.tuples(
            st.sampled_from([8_000, 16_000, 44_100, 48_000]),
            st.integers(1, 2),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_counts_on_through_every_opening(openings: list[tuple[int, int, int]]) -> None:
    maker = BlockMaker()
    blocks = []
    arrived_ns = 0
    given_s = 0.0
    for rate, channels, count in openings:
        maker.begin(rate, channels)
        for _ in range(count):
            arrived_ns += 20_000_000
            blocks.append(maker.take(record(np.ones(rate // 50 * channels), arrived_ns)))
        given_s += count * 0.02
        blocks.append(maker.finish())
    blocks = [block for block in blocks if block is not None]
    assert_follow_each_other(blocks)
    assert all(block.received <= given_s * 16_000 + 2 * len(openings) for block in blocks)
    if blocks:
        end = blocks[-1].start + len(blocks[-1].samples)
        assert end == pytest.approx(given_s * 16_000, abs=2 * len(openings))


def test_stamps_what_was_held_back_with_the_last_arrival() -> None:
    maker = BlockMaker()
    maker.begin(48_000, 1)
    for number in range(1, 11):
        maker.take(record(np.ones(960), arrived_ns=number))
    rest = maker.finish()
    assert rest is not None
    assert rest.arrived_ns == 10
    assert rest.received == 3_200
    assert maker.finish() is None


def test_marks_where_sound_was_lost() -> None:
    maker = BlockMaker()
    maker.begin(16_000, 1)
    noise = np.ones(320)
    gaps = []
    for lost_blocks in (0, 0, 2, 2, 3):
        block = maker.take(record(noise, lost_blocks=lost_blocks))
        assert block is not None
        gaps.append(block.gap)
    maker.begin(16_000, 1)
    block = maker.take(record(noise))
    assert block is not None
    assert [*gaps, block.gap] == [False, False, True, False, True, True]


def test_counts_overflows_over_all_devices() -> None:
    maker = BlockMaker()
    for _ in range(2):
        maker.begin(16_000, 1)
        for overflows, lost_blocks in ((0, 0), (1, 0), (1, 4)):
            maker.take(record(np.ones(320), overflows=overflows, lost_blocks=lost_blocks))
    assert maker.overflows == 10


def test_measures_how_long_every_value_is_zero() -> None:
    maker = BlockMaker()
    maker.begin(48_000, 2)
    for _ in range(50):
        maker.take(record(np.zeros(1_920)))
    assert maker.silent_s == pytest.approx(1.0)
    almost = np.zeros(1_920)
    almost[77] = 1e-7
    maker.take(record(almost))
    assert maker.silent_s == 0.0


def test_takes_no_sound_before_a_device() -> None:
    with pytest.raises(RuntimeError, match="No device"):
        BlockMaker().take(record(np.ones(320)))
