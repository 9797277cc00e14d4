"""How a sound is turned into what a loudspeaker wants, piece by piece."""

import numpy as np
import pytest
import soxr

from app.audio.playback_feed import PlaybackFeed

SOUND = np.sin(np.arange(16_000) * 2 * np.pi * 440 / 16_000).astype(np.float32)


def all_frames(feed: PlaybackFeed, channels: int = 1) -> np.ndarray:
    pieces = []
    while not feed.is_over:
        pieces.append(feed.give(feed.frames + 1_000))
    return np.frombuffer(b"".join(pieces), np.float32).reshape(-1, channels)


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000, 96_000])
def test_gives_the_whole_sound_at_the_wanted_rate(rate: int) -> None:
    frames = all_frames(PlaybackFeed(SOUND, 0, rate, 1))[:, 0]
    expected = soxr.resample(SOUND, 16_000, rate, "HQ")
    assert abs(len(frames) - rate) <= 1
    assert np.abs(frames[: len(expected)] - expected[: len(frames)]).max() < 1e-4


def test_leaves_the_samples_alone_where_the_rate_is_right() -> None:
    assert np.array_equal(all_frames(PlaybackFeed(SOUND, 0, 16_000, 1))[:, 0], SOUND)


def test_every_channel_has_the_same() -> None:
    frames = all_frames(PlaybackFeed(SOUND, 0, 16_000, 2), 2)
    assert np.array_equal(frames[:, 0], SOUND)
    assert np.array_equal(frames[:, 1], SOUND)


def test_begins_where_it_is_told() -> None:
    frames = all_frames(PlaybackFeed(SOUND, 6_000, 16_000, 1))
    assert np.array_equal(frames[:, 0], SOUND[6_000:])


def test_takes_sixteen_bit_samples() -> None:
    samples = np.array([-32_768, 0, 16_384], np.int16)
    frames = all_frames(PlaybackFeed(samples, 0, 16_000, 1))
    assert frames[:, 0].tolist() == [-1.0, 0.0, 0.5]


def test_gives_no_more_than_is_wanted_and_50_ms() -> None:
    feed = PlaybackFeed(np.zeros(16_000 * 3_600, np.int16), 0, 48_000, 1)
    assert 4 * 9_600 <= len(feed.give(9_600)) <= 4 * (9_600 + 2_400)
    assert feed.give(9_600) == b""


@pytest.mark.parametrize("first", [0, 5])
def test_a_sound_without_samples_is_over_at_once(first: int) -> None:
    feed = PlaybackFeed(SOUND[:first], first, 48_000, 1)
    assert feed.give(1_000) == b""
    assert feed.is_over
