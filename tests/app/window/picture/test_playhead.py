"""How the picture moves."""

import numpy as np

from app.window.picture.playhead import Playhead

BLOCK = 640
FRAME_NS = 16_000_000


def run(playhead: Playhead, frames: int, late_ms: np.ndarray, first_block: int = 0) -> np.ndarray:
    """Let blocks of 40 ms come, each a little late, and give the position at each frame."""
    arrivals_ns = (np.arange(1, len(late_ms) + 1) * 40 + late_ms) * 1e6
    positions = []
    for frame in range(frames):
        now_ns = int(200e6 + frame * FRAME_NS)
        came = int((arrivals_ns <= now_ns).sum())
        end = first_block + came * BLOCK
        heard = end + (now_ns - arrivals_ns[came - 1]) * 16e-6
        positions.append(playhead.move(now_ns, heard, end))
    return np.array(positions)


def test_moves_evenly_though_blocks_come_unevenly() -> None:
    late_ms = np.random.default_rng(3).uniform(0, 8, 400)
    steps = np.diff(run(Playhead(), 800, late_ms)[200:])
    # A frame of 16 ms is 256 samples, 3 pixels of a picture of 900; half a pixel is not seen.
    assert abs(steps - 256).max() < 45


def test_stays_close_behind_what_is_heard() -> None:
    positions = run(Playhead(), 600, np.zeros(400))
    heard = 200 * 16 + np.arange(600) * 256
    behind_ms = (heard - positions)[200:] / 16
    assert behind_ms.min() > 60
    assert behind_ms.max() < 90


def test_never_goes_beyond_what_can_be_drawn_nor_back() -> None:
    playhead = Playhead()
    assert playhead.move(0, 20_000.0, 16_000) == 16_000
    assert playhead.move(FRAME_NS, 20_256.0, 16_000) == 16_000
    assert 16_200 < playhead.move(2 * FRAME_NS, 17_000.0, 16_640) < 16_256
    assert playhead.move(3 * FRAME_NS, 15_000.0, 16_640) > 16_200


def test_jumps_to_where_the_stream_is_after_a_rest() -> None:
    playhead = Playhead()
    playhead.move(0, 10_000.0, 10_000)
    assert playhead.move(FRAME_NS, 200_000.0, 199_000) > 198_000
