import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.audio.files import find_recordings, read_blocks, read_recording, recording_seconds
from app.audio.source import Block
from app.errors import AudioFileError

Sound = NDArray[np.float32]

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="there is no ffmpeg")


def tone(seconds: float, rate: int) -> Sound:
    """A tone of 440 Hz at half of full scale."""
    time = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)


def noise(count: int) -> Sound:
    return np.random.default_rng(3).standard_normal(count, np.float32) * np.float32(0.1)


def level_of_tone(samples: Sound) -> tuple[float, float]:
    """Amplitude at 440 Hz, and RMS of all that is not that, of samples at 16 kHz."""
    phase = 2 * np.pi * 440 * np.arange(len(samples)) / 16_000
    basis = np.stack((np.sin(phase), np.cos(phase)), axis=1)
    weights, *_ = np.linalg.lstsq(basis, samples, rcond=None)
    rest = samples - basis @ weights
    return float(np.hypot(*weights)), float(np.sqrt(np.mean(rest**2)))


def read_until_error(path: Path) -> tuple[list[Block], str]:
    """The blocks that were given before the error, and its message."""
    blocks: list[Block] = []
    with pytest.raises(AudioFileError) as caught:
        blocks.extend(read_blocks(path))
    return blocks, str(caught.value)


def ffmpeg(*arguments: str | Path) -> bytes:
    command = ["ffmpeg", "-v", "error", "-y", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def keep(path: Path, share: float) -> int:
    """Cut the end of a file off."""
    size = round(path.stat().st_size * share)
    os.truncate(path, size)
    return size


@pytest.fixture
def without_ffmpeg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


# Formats, rates, channels.

FORMATS = [
    ("a.wav", "WAV", "PCM_16"),
    ("a.wav", "WAV", "PCM_U8"),
    ("a.wav", "WAV", "PCM_24"),
    ("a.wav", "WAV", "FLOAT"),
    ("a.wav", "WAV", "DOUBLE"),
    ("a.wav", "WAV", "ULAW"),
    ("a.flac", "FLAC", "PCM_16"),
    ("a.ogg", "OGG", "VORBIS"),
    ("a.opus", "OGG", "OPUS"),
    ("a.mp3", "MP3", "MPEG_LAYER_III"),
    ("a.aiff", "AIFF", "PCM_16"),
    ("a.caf", "CAF", "PCM_16"),
    ("wrong suffix.mp3", "WAV", "PCM_16"),
    ("headerless.raw", "WAV", "PCM_16"),
    ("na\u00efve \u4e03.wav", "WAV", "PCM_16"),
]


@pytest.mark.parametrize(("name", "container", "coding"), FORMATS)
def test_formats_are_decoded(name: str, container: str, coding: str, tmp_path: Path) -> None:
    path = tmp_path / name
    soundfile.write(path.with_suffix(""), tone(2, 48_000), 48_000, coding, format=container)
    path.with_suffix("").rename(path)
    samples = read_recording(path)
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(2 * 16_000, abs=1_000)
    amplitude, rest = level_of_tone(samples[4_000:-4_000])
    assert amplitude == pytest.approx(0.5, abs=0.02)
    assert rest < 0.02


@pytest.mark.parametrize("rate", [4_000, 8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 7])
def test_any_rate_and_any_channels_become_mono_at_16_khz(
    rate: int, channels: int, tmp_path: Path
) -> None:
    sound = tone(1.23, rate)
    path = tmp_path / "a.wav"
    soundfile.write(path, np.repeat(sound[:, None], channels, axis=1), rate, "FLOAT")
    samples = read_recording(path)
    assert len(samples) == pytest.approx(len(sound) * 16_000 / rate, abs=1)
    amplitude, rest = level_of_tone(samples[1_000:-1_000])
    assert amplitude == pytest.approx(0.5, abs=0.001)
    assert rest < 0.001
    assert recording_seconds(path) == len(sound) / rate


def test_channels_are_averaged(tmp_path: Path) -> None:
    channels = np.stack([noise(20_000) * gain for gain in (1, -1, 3)], axis=1)
    path = tmp_path / "a.wav"
    soundfile.write(path, channels, 16_000, "FLOAT")
    np.testing.assert_allclose(read_recording(path), noise(20_000), atol=1e-6)


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100])
@pytest.mark.parametrize("count", [2, 999, 4_000, 100_000])
def test_blocks_are_the_recording_converted_in_one_piece(
    rate: int, count: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(count), rate, "FLOAT")
    expected = soxr.resample(noise(count), rate, 16_000, "HQ")
    np.testing.assert_allclose(read_recording(path), expected, atol=1e-6)


def test_blocks_follow_each_other_and_are_short(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(200_000), 22_050, "FLOAT")
    end = 0
    for block in read_blocks(path):
        assert block.start == end
        end += len(block.samples)
        assert block.received == end
        assert block.arrived_ns is None
        assert not block.gap
        assert 0 < len(block.samples) <= 16_000
    assert end == len(read_recording(path))


def test_mp3_is_not_damaged_by_reading_it_in_blocks(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    soundfile.write(path, noise(160_000), 16_000)
    whole, _ = soundfile.read(path, dtype="float32")
    np.testing.assert_allclose(read_recording(path), whole, atol=1e-6)


@needs_ffmpeg
def test_mp3_that_does_not_state_its_length_is_read_to_its_end(tmp_path: Path) -> None:
    # A quiet start makes its first frames small, and the length guessed from them too short.
    source, path = tmp_path / "a.wav", tmp_path / "a.mp3"
    sound = np.concatenate((noise(44_100 * 2), tone(6, 44_100)))
    soundfile.write(source, sound, 44_100)
    ffmpeg("-i", source, "-q:a", "9", "-write_xing", "0", "-id3v2_version", "3", path)
    with soundfile.SoundFile(path) as file:
        assert file.frames < len(sound) * 0.9, "libsndfile does not guess it too short any more"
    samples = read_recording(path)
    assert len(samples) / 16_000 == pytest.approx(8, abs=0.15)
    amplitude, _ = level_of_tone(samples[-16_000:-4_000])
    assert amplitude == pytest.approx(0.5, abs=0.02)
    assert recording_seconds(path) is None


@needs_ffmpeg
@pytest.mark.parametrize("container", ["wav", "flac"])
def test_recording_that_was_written_to_a_pipe_is_whole(container: str, tmp_path: Path) -> None:
    source, path = tmp_path / "source.wav", tmp_path / "piped"
    soundfile.write(source, noise(50_000), 16_000)
    path.write_bytes(ffmpeg("-i", source, "-f", container, "pipe:1"))
    assert len(read_recording(path)) == 50_000


def test_ten_hours_of_silence_take_no_more_memory_than_a_minute(tmp_path: Path) -> None:
    def peak_kilobytes(hours: float) -> int:
        path = tmp_path / "silence.wav"
        soundfile.write(path, np.zeros(0), 8_000, "PCM_16")
        size = round(hours * 3600) * 8_000 * 2
        with path.open("r+b") as file:
            header = file.read(44)
            file.seek(0)
            file.write(header[:4] + struct.pack("<I", 36 + size) + header[8:40])
            file.write(struct.pack("<I", size))
            file.truncate(44 + size)
        script = (
            "import resource, sys; from pathlib import Path\n"
            "from app.audio.files import read_blocks\n"
            "count = sum(len(block.samples) for block in read_blocks(Path(sys.argv[1])))\n"
            "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        command = [sys.executable, "-c", script, path]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.split()
        assert int(output[0]) == round(hours * 3600) * 16_000
        return int(output[1])

    assert peak_kilobytes(10) - peak_kilobytes(1 / 60) < 10_000


def test_1024_channels_are_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.repeat(tone(0.2, 16_000)[:, None], 1024, axis=1), 16_000)
    blocks = list(read_blocks(path))
    assert sum(len(block.samples) for block in blocks) == 3_200
    assert max(len(block.samples) for block in blocks) < 1_000


def test_file_that_is_deleted_while_it_is_read_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(160_000), 16_000, "FLOAT")
    blocks = read_blocks(path)
    samples = [next(blocks).samples]
    path.unlink()
    samples += [block.samples for block in blocks]
    np.testing.assert_array_equal(np.concatenate(samples), noise(160_000))


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


def test_reading_can_be_left_at_any_time(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(160_000), 16_000, "PCM_16")
    blocks = read_blocks(path)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]


# What cannot be read.


def message_for(path: Path) -> str:
    blocks, message = read_until_error(path)
    assert blocks == []
    assert message.startswith(str(path))
    return message


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


@pytest.fixture
def nobody() -> Iterator[None]:
    """Be a user without special rights."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    yield
    os.seteuid(0)


def test_file_that_may_not_be_read_is_said(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(100), 16_000)
    path.chmod(0)
    request.getfixturevalue("nobody")
    assert "cannot be read: Permission denied." in message_for(path)


@pytest.mark.parametrize("rate", [16_000, 8_000])
def test_one_sample_is_a_recording(rate: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.array([0.5]), rate, "FLOAT")
    samples = read_recording(path)
    assert len(samples) == 16_000 // rate
    assert np.isfinite(samples).all()


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


def test_libsndfile_is_loaded_only_when_a_recording_is_read() -> None:
    script = "import sys, app.audio.files; print('soundfile' in sys.modules)"
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout == b"False\n"


# What needs ffmpeg.


@pytest.fixture
def m4a(tmp_path: Path) -> Path:
    source, path = tmp_path / "source.wav", tmp_path / "a.m4a"
    soundfile.write(source, np.stack((tone(4, 44_100), np.zeros(4 * 44_100)), axis=1), 44_100)
    ffmpeg("-i", source, "-c:a", "aac", "-movflags", "+faststart", path)
    return path


@needs_ffmpeg
def test_m4a_is_decoded_by_ffmpeg(m4a: Path) -> None:
    samples = read_recording(m4a)
    assert len(samples) == pytest.approx(4 * 16_000, abs=2_000)
    amplitude, rest = level_of_tone(samples[4_000:-4_000])
    assert amplitude == pytest.approx(0.25, abs=0.01)
    assert rest < 0.01
    assert recording_seconds(m4a) is None


@needs_ffmpeg
def test_m4a_without_ffmpeg_says_what_to_do(m4a: Path, without_ffmpeg: None) -> None:
    message = message_for(m4a)
    assert "needs ffmpeg, which is not installed" in message
    assert "sudo apt install ffmpeg" in message
    assert "convert the recording to WAV" in message


@needs_ffmpeg
def test_truncated_m4a_gives_what_there_is_and_then_says_how_much(m4a: Path) -> None:
    keep(m4a, 0.5)
    blocks, message = read_until_error(m4a)
    seconds = blocks[-1].received / 16_000
    assert 1 < seconds < 3
    assert f"is damaged or ends early: {seconds:.2f} s could be read" in message


@needs_ffmpeg
def test_m4a_that_lost_its_index_is_said(tmp_path: Path) -> None:
    source, path = tmp_path / "source.wav", tmp_path / "a.m4a"
    soundfile.write(source, tone(4, 44_100), 44_100)
    ffmpeg("-i", source, "-c:a", "aac", path)
    keep(path, 0.5)
    assert "is no recording, or its beginning is damaged" in message_for(path)


@needs_ffmpeg
def test_ffmpeg_ends_when_the_reader_leaves(m4a: Path) -> None:
    # That no process is left is checked after every test.
    blocks = read_blocks(m4a)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]


@needs_ffmpeg
def test_file_is_never_taken_for_an_option_or_an_address(
    m4a: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(m4a.parent)
    for name in ("-version", "http:a.m4a", "concat:a|b"):
        path = Path(shutil.copy(m4a, m4a.parent / name)).relative_to(m4a.parent)
        assert len(read_recording(path)) > 60_000


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


# Folders.


def make_files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_folders_give_their_recordings_sorted_and_nothing_else(tmp_path: Path) -> None:
    make_files(
        tmp_path,
        *("b.WAV", "a.flac", "deeper/c.m4a", "deeper/still/d.opus", "z.mp3"),
        *("notes.txt", "digits.csv", ".hidden.wav", "._b.wav", ".git/e.wav", "wav"),
    )
    found = find_recordings([tmp_path])
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["a.flac", "b.WAV", "deeper/c.m4a", "deeper/still/d.opus", "z.mp3"]


def test_files_are_taken_as_they_are_named_and_in_their_order(tmp_path: Path) -> None:
    make_files(tmp_path, "b.wav", "folder/a.wav", "odd name")
    given_paths = [tmp_path / "odd name", tmp_path / "missing.wav", tmp_path / "folder"]
    assert find_recordings([*given_paths, tmp_path / "b.wav"]) == [
        *given_paths[:2],
        tmp_path / "folder" / "a.wav",
        tmp_path / "b.wav",
    ]


def test_paths_stay_relative_where_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(tmp_path, "folder/a.wav")
    monkeypatch.chdir(tmp_path)
    assert find_recordings([Path("folder")]) == [Path("folder/a.wav")]


def test_folder_without_recordings_stays_and_says_so_when_it_is_read(tmp_path: Path) -> None:
    make_files(tmp_path, "folder/notes.txt")
    folder = tmp_path / "folder"
    assert find_recordings([folder]) == [folder]
    assert "is a folder without recordings: nothing in it ends in .wav" in message_for(folder)


def test_folder_that_may_not_be_looked_into_says_so_when_it_is_read(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    make_files(tmp_path, "open/a.wav", "closed/b.wav")
    (tmp_path / "closed").chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    request.getfixturevalue("nobody")
    assert find_recordings([tmp_path]) == [tmp_path / "closed", tmp_path / "open" / "a.wav"]
    assert "cannot be read: Permission denied." in message_for(tmp_path / "closed")
    below = tmp_path / "closed" / "b.wav"
    assert find_recordings([below]) == [below]
    assert "cannot be read: Permission denied." in message_for(below)


def test_name_that_is_too_long_says_so_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 300 + ".wav")
    assert find_recordings([path]) == [path]
    assert "cannot be read: File name too long." in message_for(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_name_that_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.wav")
    soundfile.write(tmp_path / "a.wav", noise(16_000), 16_000)
    (tmp_path / "a.wav").rename(path)
    assert len(read_recording(path)) == 16_000


def test_real_recordings_are_read_as_they_were_made(data: Path) -> None:
    folder = data / "free-spoken-digit-dataset" / "recordings"
    paths = find_recordings([folder])
    assert len(paths) == 3_000
    for path in paths[::300]:
        samples, rate = soundfile.read(path, dtype="float32")
        expected = soxr.resample(samples, rate, 16_000)
        np.testing.assert_allclose(read_recording(path), expected, atol=1e-6)
