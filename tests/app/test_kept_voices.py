import os
from pathlib import Path

import numpy as np
import pytest

from app.errors import HomeError
from app.home import Home
from app.keeping import keep_recording, keep_voice
from app.kept_voices import Bin, find_kept_voices, total_size

VOICE = np.zeros(8000, np.float32)


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path / "home")


def paths(place: Home) -> list[Path]:
    return [voice.path for voice in find_kept_voices(place)]


def test_newest_voice_comes_first_with_its_label(place: Home) -> None:
    files = [keep_recording(place, "7", VOICE), keep_voice(place, VOICE)]
    files.append(keep_recording(place, "other", VOICE))
    for age, path in enumerate(files):
        os.utime(path, (1000 + age, 1000 + age))
    found = find_kept_voices(place)
    assert [(voice.path, voice.label) for voice in found] == [
        (files[2], "other"),
        (files[1], None),
        (files[0], "7"),
    ]
    assert [voice.kept_s for voice in found] == [1002, 1001, 1000]


def test_where_nothing_is_kept_nothing_is_found_or_created(place: Home) -> None:
    assert find_kept_voices(place) == []
    assert not place.recordings.exists()


def test_deleted_voices_can_be_brought_back_as_they_were(place: Home) -> None:
    files = [keep_recording(place, "7", VOICE), keep_voice(place, VOICE)]
    content = files[0].read_bytes()
    bin_ = Bin(place)
    bin_.delete(files)
    assert paths(place) == []
    assert bin_.count == 2
    bin_.bring_back()
    assert sorted(paths(place)) == sorted(files)
    assert files[0].read_bytes() == content
    assert bin_.count == 0


def test_only_the_last_deletion_can_be_brought_back(place: Home) -> None:
    first, second = keep_voice(place, VOICE), keep_voice(place, VOICE)
    bin_ = Bin(place)
    bin_.delete([first])
    bin_.delete([second])
    bin_.bring_back()
    assert paths(place) == [second]


def test_what_was_deleted_is_gone_for_good_once_the_bin_is_emptied(place: Home) -> None:
    bin_ = Bin(place)
    bin_.delete([keep_voice(place, VOICE)])
    Bin(place).empty()
    assert [path for path in place.voices.parent.rglob("*") if path.is_file()] == []
    with pytest.raises(HomeError, match="could not be brought back"):
        bin_.bring_back()


def test_voice_that_is_gone_already_is_no_error(place: Home) -> None:
    path = keep_voice(place, VOICE)
    path.unlink()
    bin_ = Bin(place)
    bin_.delete([path])
    assert bin_.count == 0


def test_voices_of_two_labels_with_one_name_do_not_mix(place: Home) -> None:
    files = [place.recordings / label / "a.flac" for label in "12"]
    for path in files:
        path.parent.mkdir(parents=True)
        path.write_text(path.parent.name)
    bin_ = Bin(place)
    bin_.delete(files)
    bin_.bring_back()
    assert [path.read_text() for path in files] == ["1", "2"]


def test_voice_that_is_brought_back_replaces_no_other(place: Home) -> None:
    path = keep_voice(place, VOICE)
    content = path.read_bytes()
    bin_ = Bin(place)
    bin_.delete([path])
    path.write_text("another")
    bin_.bring_back()
    assert path.read_text() == "another"
    assert content in [each.read_bytes() for each in paths(place)]


def test_size_is_told_in_what_suits_it(place: Home) -> None:
    keep_voice(place, VOICE)
    assert total_size(find_kept_voices(place)) == "1 kB"
