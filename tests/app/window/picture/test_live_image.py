"""The moving image: the same whichever way the sound came."""

import numpy as np
from fake_stream import FakeStream
from hypothesis import given, settings
from hypothesis import strategies as st

from app.recognition.gate import GateFrame
from app.settings import PictureSettings
from app.window.look import DARK, LIGHT
from app.window.picture.level_ring import LevelRing
from app.window.picture.live_image import KEPT_SAMPLES, LiveImage
from app.window.picture.waveform_pixels import AmplitudeZoom
from app.window.stream import Stream

WIDTH, WAVEFORM, SPECTROGRAM = 130, 20, 30
_NOISE = np.random.default_rng(1).normal(0, 0.08, 120_000).astype(np.float32)


def image_of(stream: Stream, theme=DARK, picture=None, gate=False) -> LiveImage:
    image = LiveImage(
        stream,
        LevelRing(stream, KEPT_SAMPLES),
        AmplitudeZoom(),
        width=WIDTH,
        waveform_height=WAVEFORM,
        spectrogram_height=SPECTROGRAM,
    )
    image.dress(theme, picture or PictureSettings(), gate, 1.0)
    return image


def seen(image: LiveImage) -> np.ndarray:
    """Read the pixels that are in view."""
    whole = image.image
    data = np.frombuffer(whole.constBits(), np.uint32).reshape(whole.height(), -1)
    return data[:, image.left : image.left + WIDTH].copy()


def settled(samples: np.ndarray) -> np.ndarray:
    stream = FakeStream()
    stream.add(samples)
    image = image_of(stream)
    image.move_to(image.limit())
    return seen(image)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 4000), st.booleans()), min_size=1, max_size=60))
def test_columns_do_not_depend_on_the_blocks_nor_on_when_they_are_drawn(
    blocks: list[tuple[int, bool]],
) -> None:
    stream = FakeStream()
    image = image_of(stream)
    for length, draws in blocks:
        stream.add(_NOISE[stream.end : stream.end + length])
        if draws:
            image.move_to(max(image.limit(), 0))
    image.move_to(max(image.limit(), 0))
    expected = settled(_NOISE[: stream.end])
    # A level on the edge between two colours may fall to either side.
    different = (seen(image) != expected).mean()
    assert different < 0.002


def test_picture_moves_by_whole_columns_and_leaves_them_as_they_are() -> None:
    stream = FakeStream()
    stream.add(_NOISE[:90_000])
    image = image_of(stream)
    image.move_to(80_000)
    before, end = seen(image), image.end
    image.move_to(85_000)
    step = image.end - end
    assert step > 0
    assert (seen(image)[:, :-step] == before[:, step:]).all()


def test_reader_that_fell_behind_catches_up() -> None:
    stream = FakeStream()
    image = image_of(stream)
    stream.add(_NOISE[:16_000])
    image.move_to(image.limit())
    for _ in range(12):
        stream.add(_NOISE)
    image.move_to(image.limit())
    fresh = image_of(stream)
    fresh.move_to(fresh.limit())
    assert image.end == fresh.end
    assert (seen(image) != seen(fresh)).mean() < 0.002


def test_picture_of_a_young_stream_is_empty_on_the_left() -> None:
    pixels = settled(_NOISE[:16_000])
    assert (pixels[:, : WIDTH // 2] == pixels[:, :1]).all()
    assert (pixels[:WAVEFORM, -10:] != pixels[:WAVEFORM, :10]).any()


def test_other_colours_are_drawn_for_all_that_is_in_view() -> None:
    stream = FakeStream()
    stream.add(_NOISE)
    image = image_of(stream)
    image.move_to(image.limit())
    picture = PictureSettings(colour_map="grey", floor_db=-60, range_db=40)
    image.dress(LIGHT, picture, False, 1.0)
    expected = image_of(stream, LIGHT, picture)
    expected.move_to(expected.limit())
    assert (seen(image) == seen(expected)).all()


def test_gate_is_drawn_and_waited_for() -> None:
    stream = FakeStream()
    stream.add(_NOISE)
    for _ in range(120_000 // 160 - 10):
        stream.trace.append(GateFrame(-30.0, -60.0, -50.0, True))
    image = image_of(stream, gate=True)
    assert image.limit() == (stream.trace.end - 1) * 160
    image.move_to(image.limit())
    waveform = seen(image)[:WAVEFORM]
    assert (waveform[-1] == DARK.color("accent").rgb()).all()
    level_row = round(WAVEFORM * 30 / 90)
    assert (waveform[level_row - 1 : level_row + 1] == DARK.color("accent").rgb()).any(axis=0).all()


def test_gate_that_does_not_run_is_not_waited_for() -> None:
    stream = FakeStream()
    stream.add(_NOISE)
    image = image_of(stream, gate=True)
    assert image.limit() > 119_000
    image.move_to(image.limit())
