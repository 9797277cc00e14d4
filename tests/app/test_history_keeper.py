import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from small_disk import small_disk

from app import history_keeper
from app.audio.files import read_recording
from app.audio.source import Samples
from app.errors import HomeError
from app.history import History, HistoryEntry, append_entries, new_entry
from app.history_keeper import HistoryKeeper
from app.home import Home
from app.keeping import keep_recording, keep_voice

VOICE = (np.sin(np.arange(8000) * 0.2) * 0.5).astype(np.float32)
ANSWER = {"digit": "4", "confidence": 0.9, "probabilities": {"4": 0.9}, "latency_ms": 80.0}


class Keeping:
    """A keeper with what it said; `wait` returns when it has done all it was asked."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.errors: list[str] = []
        self.changed: list[HistoryEntry] = []
        self.keeper = HistoryKeeper(home, self.errors.append, self.changed.append)

    def wait(self) -> None:
        done = threading.Event()
        self.keeper.read(lambda entries, damaged: done.set())
        assert done.wait(20)

    def on_disk(self) -> list[HistoryEntry]:
        self.wait()
        return list(History(self.home))

    def path_of(self, entry: HistoryEntry) -> Path:
        self.wait()
        assert entry.voice is not None
        return self.home.history.parent / entry.voice


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path / "home")


@pytest.fixture
def keeping(place: Home) -> Iterator[Keeping]:
    keeping = Keeping(place)
    yield keeping
    keeping.keeper.close(20)


@pytest.fixture
def on_small_disk(tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Give a function that fills the disk that `full` lies on."""
    with small_disk(tmp_path / "disk", kilobytes=256) as disk:
        yield disk.fill


def entry_of(number: int, **more: object) -> HistoryEntry:
    return new_entry("mic", ANSWER | {"utterance": number} | more)


def correct(
    keeping: Keeping,
    entry: HistoryEntry,
    said: str | None,
    keep: str,
    samples: Samples | None = None,
) -> None:
    entry.said = said
    keeping.keeper.correct(entry, said, samples, keep)


def kept_files(place: Home) -> list[str]:
    home = place.history.parent
    return sorted(
        path.parent.relative_to(home).as_posix()
        for folder in (place.recordings, place.voices)
        for path in folder.rglob("*.flac")
    )


def test_what_was_read_came_before_what_is_appended_later(place: Home) -> None:
    append_entries(place, [entry_of(1)])
    read: list[int] = []
    keeping = Keeping(place)
    keeping.keeper.read(lambda entries, damaged: read.extend(each.utterance for each in entries))
    keeping.keeper.append([entry_of(2)])
    keeping.keeper.close(20)
    assert read == [1]
    assert [each.utterance for each in History(place)] == [1, 2]


def test_history_that_cannot_be_read_is_said_and_read_as_empty(place: Home) -> None:
    place.history.mkdir(parents=True)
    read: list[object] = []
    keeping = Keeping(place)
    keeping.keeper.read(lambda entries, damaged: read.append((entries, damaged)))
    keeping.keeper.close(20)
    assert read == [([], 0)]
    assert "could not be read" in keeping.errors[0]


def test_line_of_an_answer_says_where_its_voice_is_kept(keeping: Keeping) -> None:
    entry = entry_of(1)
    keeping.keeper.keep_voice(entry, VOICE)
    keeping.keeper.append([entry])
    assert keeping.on_disk()[0].voice == entry.voice
    assert keeping.path_of(entry).parent == keeping.home.voices
    assert keeping.changed == [entry]


@pytest.mark.parametrize("keep", ["ask", "nothing"])
def test_correction_alone_keeps_no_voice(keeping: Keeping, keep: str) -> None:
    entry = entry_of(1)
    keeping.keeper.append([entry])
    entry.said = "7"
    keeping.keeper.correct(entry, "7", VOICE, keep)
    assert keeping.on_disk()[0].said == "7"
    assert entry.voice is None
    assert kept_files(keeping.home) == []


@pytest.mark.parametrize("keep", ["corrections", "everything"])
def test_voice_of_a_correction_goes_to_the_folder_of_its_label(keeping: Keeping, keep: str) -> None:
    entry = entry_of(1)
    keeping.keeper.append([entry])
    for said in ("7", "3", "other"):
        entry.said = said
        keeping.keeper.correct(entry, said, VOICE, keep)
        assert keeping.on_disk()[0].voice == entry.voice
        assert kept_files(keeping.home) == [f"recordings/{said}"]
    assert np.abs(read_recording(keeping.path_of(entry)) - VOICE).max() < 1e-4


def test_voice_that_is_kept_is_moved_as_it_is(keeping: Keeping) -> None:
    entry = entry_of(1)
    keeping.keeper.keep_voice(entry, VOICE)
    keeping.keeper.append([entry])
    content = keeping.path_of(entry).read_bytes()
    entry.said = "7"
    keeping.keeper.correct(entry, "7", None, "everything")
    assert keeping.path_of(entry).read_bytes() == content
    assert kept_files(keeping.home) == ["recordings/7"]


def test_correction_that_is_taken_back_leaves_what_was_there_before(keeping: Keeping) -> None:
    kept, unkept = entry_of(1), entry_of(2)
    keeping.keeper.keep_voice(kept, VOICE)
    keeping.keeper.append([kept, unkept])
    for entry in (kept, unkept):
        entry.said = "7"
        keeping.keeper.correct(entry, "7", VOICE, "corrections")
        entry.said = None
        keeping.keeper.correct(entry, None, VOICE, "corrections")
    assert [(each.said, each.voice) for each in keeping.on_disk()] == [
        (None, kept.voice),
        (None, None),
    ]
    assert kept_files(keeping.home) == ["voices"]


@pytest.mark.parametrize("keep", ["nothing", "corrections"])
def test_voice_that_was_kept_before_is_kept_when_a_later_start_takes_the_correction_back(
    place: Home, keep: str
) -> None:
    entry = entry_of(1)
    first = Keeping(place)
    first.keeper.keep_voice(entry, VOICE)
    first.keeper.append([entry])
    correct(first, entry, "7", "corrections")
    assert first.keeper.close(20)
    later = Keeping(place)
    (entry,) = History(place)
    correct(later, entry, None, keep)
    assert later.keeper.close(20)
    assert kept_files(place) == ["voices"]
    assert [(each.said, each.voice) for each in History(place)] == [(None, entry.voice)]


@pytest.mark.parametrize("keep", ["nothing", "corrections"])
def test_voice_of_a_correction_is_there_again_when_taking_it_back_is_undone(
    keeping: Keeping, place: Home, keep: str
) -> None:
    path = keep_recording(place, "7", VOICE)
    content = path.read_bytes()
    entry = entry_of(1, said="7", voice=path.relative_to(place.history.parent).as_posix())
    append_entries(place, [entry])
    for _ in range(2):
        correct(keeping, entry, None, keep)
        assert keeping.on_disk()[0].voice is None
        assert kept_files(place) == []
        correct(keeping, entry, "7", keep)
        assert keeping.on_disk()[0].voice == entry.voice
        assert keeping.path_of(entry).read_bytes() == content
    assert kept_files(place) == ["recordings/7"]


def test_voice_whose_correction_was_taken_back_is_gone_for_good_at_the_end(
    keeping: Keeping, place: Home
) -> None:
    entry = entry_of(1)
    keeping.keeper.append([entry])
    correct(keeping, entry, "7", "corrections", VOICE)
    correct(keeping, entry, None, "corrections")
    keeping.wait()
    assert len(list(place.history.parent.rglob("*.flac"))) == 1
    assert keeping.keeper.close(20)
    assert list(place.history.parent.rglob("*.flac")) == []


def test_voice_that_was_taken_back_is_not_kept_under_another_label_if_no_more_is_kept(
    keeping: Keeping,
) -> None:
    entry = entry_of(1)
    keeping.keeper.append([entry])
    correct(keeping, entry, "7", "corrections", VOICE)
    correct(keeping, entry, None, "nothing")
    correct(keeping, entry, "3", "nothing", VOICE)
    keeping.wait()
    assert kept_files(keeping.home) == []
    assert entry.voice is None


@pytest.mark.parametrize(
    ("said", "folder"), [("3", "recordings/3"), ("7", "recordings/7"), (None, "voices")]
)
def test_deleted_voice_comes_back_under_what_its_answer_was_corrected_to_meanwhile(
    keeping: Keeping, said: str | None, folder: str
) -> None:
    entry = entry_of(1)
    keeping.keeper.append([entry])
    correct(keeping, entry, "7", "corrections", VOICE)
    keeping.keeper.bin.delete([keeping.path_of(entry)])
    for label in ("9", said):
        correct(keeping, entry, label, "corrections", VOICE)
    keeping.wait()
    assert kept_files(keeping.home) == []
    keeping.keeper.bin.bring_back()
    assert kept_files(keeping.home) == [folder]
    assert keeping.path_of(entry).is_file()
    assert [(each.said, each.voice) for each in keeping.on_disk()] == [(said, entry.voice)]


def test_what_was_kept_is_never_under_a_wrong_label_even_if_no_more_is_kept(
    keeping: Keeping,
) -> None:
    entry = entry_of(1)
    keeping.keeper.append([entry])
    entry.said = "7"
    keeping.keeper.correct(entry, "7", VOICE, "corrections")
    entry.said = "3"
    keeping.keeper.correct(entry, "3", VOICE, "nothing")
    keeping.wait()
    assert kept_files(keeping.home) == ["recordings/3"]


@pytest.mark.parametrize(("is_part", "seconds"), [(False, 0.66), (True, 0.56)])
def test_voice_of_a_recording_is_cut_out_of_it_without_what_is_beside_it(
    keeping: Keeping, tmp_path: Path, is_part: bool, seconds: float
) -> None:
    path = tmp_path / "said.wav"
    soundfile.write(path, np.tile(VOICE, 6), 16_000, subtype="FLOAT")
    answer = ANSWER | {"latency_ms": None, "start": 1.0, "end": 1.5}
    entry = new_entry(str(path), answer, is_part)
    keeping.keeper.append([entry])
    entry.said = "7"
    keeping.keeper.correct(entry, "7", None, "corrections")
    heard = read_recording(keeping.path_of(entry))
    assert len(heard) == round(seconds * 16_000)


def test_label_that_is_no_folder_is_said_and_the_correction_written(keeping: Keeping) -> None:
    entry = entry_of(1)
    keeping.keeper.append([entry])
    entry.said = "a/b"
    keeping.keeper.correct(entry, "a/b", VOICE, "everything")
    assert keeping.on_disk()[0].said == "a/b"
    assert "cannot be a label" in keeping.errors[0]


def test_full_disk_is_said_once_and_the_lines_come_in_order_when_there_is_room(
    on_small_disk: Callable[[], Path], tmp_path: Path
) -> None:
    keeping = Keeping(Home.in_folder(tmp_path / "disk"))
    keeping.keeper.append([entry_of(0)])
    keeping.wait()
    filler = on_small_disk()
    entries = [entry_of(number) for number in range(1, 60)]
    for entry in entries:
        keeping.keeper.append([entry])
    entries[-1].said = "7"
    keeping.keeper.correct(entries[-1], "7", VOICE, "corrections")
    keeping.wait()
    assert len(keeping.errors) == 2  # the history, and the voice
    assert all("No space left" in error for error in keeping.errors)
    assert entries[-1].voice is None
    filler.unlink()
    keeping.keeper.append([entry_of(60)])
    assert keeping.keeper.close(20)
    history = History(keeping.home)
    lines = list(history)
    assert [each.utterance for each in lines] == list(range(61))
    assert lines[59].said == "7"
    assert history.damaged == 0


def test_what_a_full_disk_did_not_take_is_tried_again_at_the_end(
    on_small_disk: Callable[[], Path], tmp_path: Path
) -> None:
    keeping = Keeping(Home.in_folder(tmp_path / "disk"))
    filler = on_small_disk()
    keeping.keeper.append([entry_of(1)])
    keeping.wait()
    assert len(keeping.errors) == 1
    filler.unlink()
    assert keeping.keeper.close(20)
    assert [each.utterance for each in History(keeping.home)] == [1]


def test_closing_tells_that_a_full_disk_did_not_take_everything(
    on_small_disk: Callable[[], Path], tmp_path: Path
) -> None:
    keeping = Keeping(Home.in_folder(tmp_path / "disk"))
    on_small_disk()
    keeping.keeper.append([entry_of(1)])
    assert not keeping.keeper.close(20)


def failing(times: int, do: Callable[..., object]) -> Callable[..., object]:
    """Fail as often as said, as on a full disk, then do it."""
    failures = iter(range(times))

    def maybe(*arguments: object) -> object:
        if next(failures, None) is not None:
            raise HomeError("No room.") from OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return do(*arguments)

    return maybe


@pytest.mark.parametrize("name", ["clear_history", "restore_history"])
def test_clear_and_undo_lose_nothing_when_the_disk_is_full_for_a_while(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(history_keeper, name, failing(2, getattr(history_keeper, name)))
    keeping.keeper.append([entry_of(1), entry_of(2)])
    keeping.keeper.clear()
    keeping.keeper.append([entry_of(3)])
    keeping.keeper.undo_clear()
    keeping.keeper.append([entry_of(4)])
    keeping.keeper.append([entry_of(5)])
    assert [each.utterance for each in keeping.on_disk()] == [1, 2, 3, 4, 5]
    assert keeping.errors == ["No room."]


def test_undone_clear_has_what_was_corrected_since_though_the_disk_was_full_for_a_while(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = entry_of(1), entry_of(2)
    keeping.keeper.append([first])
    keeping.keeper.clear()
    keeping.keeper.append([second])
    keeping.keeper.clear()
    correct(keeping, second, "7", "nothing")
    keeping.wait()
    rewrite = failing(2, history_keeper.rewrite_entry)
    monkeypatch.setattr(history_keeper, "rewrite_entry", rewrite)
    keeping.keeper.undo_clear()
    keeping.keeper.append([entry_of(3)])
    keeping.keeper.append([entry_of(4)])
    assert [(each.utterance, each.said) for each in keeping.on_disk()] == [
        (2, "7"),
        (3, None),
        (4, None),
    ]
    assert keeping.errors == ["No room."]


def test_fault_of_the_program_is_said_and_does_not_hold_up_what_follows(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object) -> None:
        raise TypeError("wrong")

    monkeypatch.setattr(history_keeper, "clear_history", wrong)
    keeping.keeper.clear()
    keeping.keeper.append([entry_of(1)])
    assert len(keeping.on_disk()) == 1
    assert keeping.errors == ["The history could not be written: wrong."]


def test_closing_does_not_wait_for_a_long_recording_to_be_read(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.wav"
    soundfile.write(path, np.tile(VOICE, 20), 16_000)
    entry = new_entry(str(path), ANSWER | {"latency_ms": None, "start": 9.0, "end": 9.5})
    keeping = Keeping(place)
    keeping.keeper.append([entry])
    reading, closing = threading.Event(), threading.Event()
    read = history_keeper.read_stretches

    def read_slowly(*arguments: object) -> object:
        reading.set()
        assert closing.wait(20)
        return read(*arguments)

    monkeypatch.setattr(history_keeper, "read_stretches", read_slowly)
    entry.said = "7"
    keeping.keeper.correct(entry, "7", None, "corrections")
    assert reading.wait(20)
    assert not keeping.keeper.close(0)
    closing.set()
    assert keeping.keeper.close(20)
    assert [each.said for each in History(place)] == ["7"]
    assert kept_files(place) == []


def test_voice_that_the_user_deleted_is_no_error(keeping: Keeping) -> None:
    entry = entry_of(1)
    entry.voice = keep_voice(keeping.home, VOICE).relative_to(keeping.home.voices.parent).as_posix()
    keeping.keeper.append([entry])
    keeping.path_of(entry).unlink()
    entry.said = "7"
    keeping.keeper.correct(entry, "7", None, "corrections")
    assert keeping.on_disk()[0].voice is None
    assert keeping.errors == []
