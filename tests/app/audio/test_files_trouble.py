"""What is said of files that cannot be read, or not to their end."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_recordings import ffmpeg, message_for, needs_ffmpeg, noise, read_until_error, tone

from app.audio.files import read_blocks, read_recording, recording_seconds
from app.errors import AudioFileError


def keep(path: Path, share: float) -> None:
    """Cut the end of a file off."""
    os.truncate(path, round(path.stat().st_size * share))


@pytest.fixture
def without_ffmpeg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def test_missing_file_is_said(tmp_path: Path) -> None:
    assert "cannot be read: No such file or directory." in message_for(tmp_path / "no.wav")
    with pytest.raises(AudioFileError, match="No such file"):
        recording_seconds(tmp_path / "no.wav")


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a", "a"])
def test_empty_file_is_said(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.touch()
    assert "is empty." in message_for(path)


@pytest.mark.parametrize("name", ["a.txt", "a.wav", "a.mp3", "a.raw", "a.png", "playlist.m3u8"])
@pytest.mark.parametrize("hidden", [False, True], ids=["with ffmpeg", "without ffmpeg"])
def test_file_that_is_no_recording_is_said(
    name: str, hidden: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if hidden:
        request.getfixturevalue("without_ffmpeg")
    path = tmp_path / name
    path.write_text("Seven is a digit.\n" * 500)
    assert "is no recording, or its beginning is damaged. WAV, FLAC" in message_for(path)


def test_folder_is_said(tmp_path: Path) -> None:
    assert "is a folder without recordings" in message_for(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipe_is_said_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.wav"
    os.mkfifo(path)
    assert "is no ordinary file." in message_for(path)


def test_file_that_may_not_be_read_is_said(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(100), 16_000)
    path.chmod(0)
    request.getfixturevalue("nobody")
    assert "cannot be read: Permission denied." in message_for(path)


@pytest.mark.parametrize(("count", "rate"), [(0, 16_000), (0, 44_100), (1, 192_000)])
def test_recording_without_sound_is_said(count: int, rate: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(count), rate)
    assert "holds no sound" in message_for(path)


@pytest.mark.parametrize("rate", [1, 1_999, 2_000_000_000])
def test_impossible_rate_is_said(rate: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(1_000), rate)
    assert f"states {rate} samples a second" in message_for(path)


def test_missing_library_is_said(tmp_path: Path) -> None:
    # What soundfile itself does where there is no libsndfile.
    (tmp_path / "soundfile.py").write_text('raise OSError("sndfile library not found")')
    soundfile.write(tmp_path / "a.wav", noise(100), 16_000)
    script = (
        "from pathlib import Path; from app.audio.files import read_blocks\n"
        "from app.errors import AudioFileError\n"
        "try: next(read_blocks(Path('a.wav')))\n"
        "except AudioFileError as error: print(error)"
    )
    command = [sys.executable, "-c", script]
    output = subprocess.run(command, check=True, cwd=tmp_path, stdout=subprocess.PIPE).stdout
    assert b"libsndfile, cannot be loaded. Install it" in output


@needs_ffmpeg
def test_m4a_without_ffmpeg_says_what_to_do(m4a: Path, without_ffmpeg: None) -> None:
    message = message_for(m4a)
    assert "needs ffmpeg, which is not installed" in message
    assert "sudo apt install ffmpeg" in message
    assert "convert the recording to WAV" in message


@needs_ffmpeg
def test_m4a_that_lost_its_index_is_said(tmp_path: Path) -> None:
    source, path = tmp_path / "source.wav", tmp_path / "a.m4a"
    soundfile.write(source, tone(4, 44_100), 44_100)
    ffmpeg("-i", source, "-c:a", "aac", path)
    keep(path, 0.5)
    assert "is no recording, or its beginning is damaged" in message_for(path)


@needs_ffmpeg
def test_playlist_does_not_make_ffmpeg_open_an_address(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        path = tmp_path / "playlist.m3u8"
        path.write_text(f"#EXTM3U\n#EXTINF:4,\nhttp://127.0.0.1:{port}/a.aac\n#EXT-X-ENDLIST\n")
        assert "is no recording" in message_for(path)
        with pytest.raises(BlockingIOError):
            server.accept()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    kind=st.sampled_from(["wav", "flac", "ogg", "mp3", "aiff"]),
    cut=st.floats(0, 1),
    damage=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=20)), max_size=4),
)
def test_whatever_is_in_a_file_it_gives_sound_or_a_sentence(
    kind: str,
    cut: float,
    damage: list[tuple[float, bytes]],
    tmp_path: Path,
    without_ffmpeg: None,
) -> None:
    path = tmp_path / f"a.{kind}"
    soundfile.write(path, noise(20_000), 44_100)
    content = bytearray(path.read_bytes())
    for place, value in damage:
        first = int(place * len(content))
        content[first : first + len(value)] = value
    path.write_bytes(content[: int(cut * len(content))])
    try:
        for block in read_blocks(path):
            assert np.isfinite(block.samples).all()
    except AudioFileError as error:
        assert str(error).startswith(str(path))


# What is given before the trouble.


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100])
@pytest.mark.parametrize("channels", [1, 2])
def test_samples_that_are_no_sound_are_said_and_what_was_before_is_given(
    value: float, rate: int, channels: int, tmp_path: Path
) -> None:
    sound = np.repeat(noise(rate * 3)[:, None], channels, axis=1)
    sound[rate * 2 + 7, -1] = value
    path = tmp_path / "a.wav"
    soundfile.write(path, sound, rate, "FLOAT")
    blocks, message = read_until_error(path)
    assert "numbers that are no sound (NaN, infinite or far too large)" in message
    assert "within 2.00 s" in message
    samples = np.concatenate([block.samples for block in blocks])
    assert np.isfinite(samples).all()
    expected = soxr.resample(noise(rate * 3), rate, 16_000)
    np.testing.assert_allclose(samples[:31_000], expected[:31_000], atol=1e-6)


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("a.wav", "of 4.00 s"),
        ("a.aiff", "of 4.00 s"),
        ("a.flac", "of 4.00 s"),
        ("a.mp3", "of 4.00 s"),
        ("a.ogg", "s"),
    ],
)
@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_truncated_file_gives_what_there_is_and_then_says_how_much(
    name: str, seconds: str, rate: int, tmp_path: Path
) -> None:
    path = tmp_path / name
    soundfile.write(path, noise(rate * 4), rate)
    whole = read_recording(path)
    keep(path, 0.6)
    blocks, message = read_until_error(path)
    samples = np.concatenate([block.samples for block in blocks])
    assert 1.2 < len(samples) / 16_000 < 2.8
    assert f"ends early: {len(samples) / 16_000:.2f} {seconds} could be read" in message
    np.testing.assert_allclose(
        samples[: len(samples) - 2_000], whole[: len(samples) - 2_000], atol=1e-4
    )


@needs_ffmpeg
def test_truncated_m4a_gives_what_there_is_and_then_says_how_much(m4a: Path) -> None:
    keep(m4a, 0.5)
    blocks, message = read_until_error(m4a)
    seconds = blocks[-1].received / 16_000
    assert 1 < seconds < 3
    assert f"is damaged or ends early: {seconds:.2f} s could be read" in message


@needs_ffmpeg
@pytest.mark.parametrize("name", ["a.webm", "a.mkv"])
def test_truncated_webm_is_said_though_ffmpeg_ends_well(tmp_path: Path, name: str) -> None:
    source, path = tmp_path / "source.wav", tmp_path / name
    soundfile.write(source, tone(4, 48_000), 48_000)
    ffmpeg("-i", source, "-c:a", "libopus", path)
    assert sum(len(block.samples) for block in read_blocks(path)) == pytest.approx(64_000, abs=800)
    keep(path, 0.5)
    blocks, message = read_until_error(path)
    seconds = blocks[-1].received / 16_000
    assert 1 < seconds < 3
    assert f"is damaged or ends early: {seconds:.2f} s could be read" in message


def test_damage_in_the_middle_of_a_flac_gives_what_is_before_it(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, noise(64_000), 16_000)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4_000] = bytes(4_000)
    path.write_bytes(content)
    blocks, message = read_until_error(path)
    assert "ends early" in message
    samples = np.concatenate([block.samples for block in blocks])
    assert 16_000 < len(samples) < 48_000
    np.testing.assert_allclose(samples, noise(64_000)[: len(samples)], atol=1e-4)


def test_file_that_shrinks_while_it_is_read_gives_what_is_left_and_then_an_error(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(160_000), 16_000, "PCM_16")
    blocks = read_blocks(path)
    count = len(next(blocks).samples)
    keep(path, 0.5)
    with pytest.raises(AudioFileError, match=r"ends early: 5\.00 of 10\.00 s could be read"):
        for block in blocks:
            count += len(block.samples)
    assert count == pytest.approx(80_000, abs=100)
