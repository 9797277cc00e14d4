import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.audio.files import read_recording
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.gate import Gate
from model.audio_format import SAMPLE_RATE

random = np.random.default_rng(7)


def noise(seconds: float, level_db: float) -> np.ndarray:
    samples = random.standard_normal(int(seconds * SAMPLE_RATE))
    return (samples * 10 ** (level_db / 20)).astype(np.float32)


def buzz(seconds: float, level_db: float) -> np.ndarray:
    """Something like a vowel: a pulse train through two resonances, swelling and falling."""
    time_s = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tones = sum(
        np.exp(-(((f - 500) / 300) ** 2)) * np.sin(2 * np.pi * f * time_s)
        + 0.5 * np.exp(-(((f - 1500) / 300) ** 2)) * np.sin(2 * np.pi * f * time_s)
        for f in range(120, 3000, 120)
    )
    swelling = np.hanning(len(time_s)) * tones
    return (swelling / np.abs(swelling).max() * 10 ** (level_db / 20)).astype(np.float32)


def voiced(samples: np.ndarray) -> list[bool]:
    return [frame.voiced for frame in Gate(2, 6.0).frames(samples)]


def longest_run(frames: list[bool]) -> int:
    return max(len(run) for run in "".join(".V"[each] for each in frames).split("."))


def test_each_frame_of_ten_milliseconds_is_given_once():
    gate = Gate(2, 6.0)
    counts = [sum(1 for _ in gate.frames(noise(0.0351, -40))) for _ in range(100)]
    assert sum(counts) == int(0.0351 * SAMPLE_RATE) * 100 // FRAME_SAMPLES


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=20))
def test_frames_do_not_depend_on_how_the_samples_were_divided(lengths):
    samples = np.concatenate([noise(0.1, -60), buzz(0.3, -10), noise(0.2, -60)])
    whole = list(Gate(2, 6.0).frames(samples))
    gate = Gate(2, 6.0)
    pieces = []
    for piece in np.split(samples, np.minimum(np.cumsum(lengths), len(samples))):
        pieces += gate.frames(piece)
    assert [frame.voiced for frame in pieces] == [frame.voiced for frame in whole]
    assert np.allclose([f.level_db for f in pieces], [f.level_db for f in whole], atol=1e-3)


def test_steady_noise_is_no_voice_once_the_room_was_heard():
    for level_db in (-60, -40, -25):
        assert not any(voiced(noise(6, level_db))[250:])


def test_a_microphone_that_has_warmed_up_takes_no_first_noise_for_a_voice():
    for level_db in (-60, -40, -25):
        frames = list(Gate(2, 6.0, warm_up_ms=300).frames(noise(3, level_db)))
        assert not any(frame.voiced for frame in frames)
    samples = noise(1.4, -50)
    samples[SAMPLE_RATE:] += buzz(0.4, -3)
    frames = [frame.voiced for frame in Gate(2, 6.0, warm_up_ms=300).frames(samples)]
    assert sum(frames[100:]) > 20


def test_a_microphone_that_is_mute_while_it_warms_up_hears_the_first_word():
    samples = np.concatenate([np.zeros(SAMPLE_RATE, np.float32), buzz(0.4, -3)])
    frames = [frame.voiced for frame in Gate(2, 6.0, warm_up_ms=300).frames(samples)]
    assert sum(frames) > 20


def test_a_voice_above_the_room_is_heard():
    samples = noise(4.4, -50)
    samples[3 * SAMPLE_RATE :][: int(0.4 * SAMPLE_RATE)] += buzz(0.4, -3)
    frames = voiced(samples)
    assert sum(frames[300:340]) > 20
    assert not any(frames[360:])


def test_a_vowel_is_heard_through_noise():
    for snr_db in (20, 10):
        vowel = buzz(0.4, -3)
        level_db = 10 * np.log10(np.mean(vowel**2))
        samples = noise(4.4, level_db - snr_db)
        samples[3 * SAMPLE_RATE :][: len(vowel)] += vowel
        frames = voiced(samples)
        assert sum(frames[300:340]) > 20
        assert not any(frames[360:])


def test_a_weak_consonant_counts_in_a_quiet_room():
    hiss = np.diff(noise(0.2, -45), prepend=0).astype(np.float32)
    samples = noise(4.4, -70)
    samples[3 * SAMPLE_RATE :][: len(buzz(0.4, -3))] += buzz(0.4, -3)
    samples[int(3.4 * SAMPLE_RATE) :][: len(hiss)] += hiss
    frames = list(Gate(2, 6.0).frames(samples))
    assert np.mean([frame.level_db > frame.threshold_db for frame in frames[341:359]]) > 0.9


def test_the_hiss_of_a_very_quiet_room_is_its_floor():
    frame = list(Gate(2, 6.0, warm_up_ms=300).frames(noise(3, -78)))[-1]
    assert -90 < frame.floor_db < -80
    assert abs(frame.level_db - frame.floor_db) < 6


def test_silence_and_offset_are_no_voice():
    assert not any(voiced(np.zeros(2 * SAMPLE_RATE, np.float32)))
    assert not any(voiced(np.full(2 * SAMPLE_RATE, 0.3, np.float32))[15:])


def test_samples_beyond_full_scale_do_no_harm():
    frames = list(Gate(2, 6.0).frames(buzz(0.4, 40)))
    assert all(np.isfinite(frame.level_db) for frame in frames)


def test_the_threshold_stands_a_margin_above_the_floor():
    frame = list(Gate(2, 9.0).frames(noise(3, -50)))[-1]
    assert frame.threshold_db == frame.floor_db + 9.0
    assert abs(frame.floor_db - frame.level_db) < 6


def test_a_quiet_microphone_is_heard(data):
    recordings = sorted((data / "free-spoken-digit-dataset/recordings").glob("*_theo_[1-4]?.wav"))
    assert len(recordings) == 400
    longest = [longest_run(voiced(read_recording(path))) for path in recordings]
    assert sum(frames >= 8 for frames in longest) >= 0.98 * len(recordings)
