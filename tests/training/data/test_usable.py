import shutil
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import msgspec
import numpy as np
import pytest
import soundfile
from made_data import RATE, make_label_folders, tone, write_tone

from model.card import Card
from training.data.findings import Findings
from training.data.open import open_data
from training.data.recording import OTHER, DataSet
from training.data.survey import look_at
from training.data.usable import LONGEST_LABEL, MOST_LABELS, leave_out, usable
from training.errors import DataError


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return make_label_folders(tmp_path / "mine", {"ja": 4, "nein": 4})


def _paths(data_set: DataSet) -> set[str]:
    return {each.path for each in data_set.recordings}


def test_a_sound_data_set_is_used_as_it_is(mine: Path) -> None:
    data_set = open_data(mine)
    kept, findings = usable(data_set)
    assert kept == data_set
    assert findings.lines() == []


def test_the_facts_of_a_recording_are_told(mine: Path) -> None:
    loud = np.clip(4 * tone(1, 1.0), -1, 1)
    soundfile.write(mine / "ja" / "take0.wav", loud, RATE, subtype="FLOAT")
    facts = look_at(open_data(mine).recordings[0])
    assert facts.seconds == 1.0
    assert facts.peak == 1.0
    assert facts.clipped_share == pytest.approx(np.mean(np.abs(loud) >= 0.999), abs=1e-3)
    assert facts.rms_db == pytest.approx(20 * np.log10(loud.std()), abs=0.01)
    assert not facts.is_silent


def test_what_cannot_be_read_is_left_out_and_counted(mine: Path) -> None:
    (mine / "ja" / "take0.wav").write_bytes(b"no sound")
    (mine / "nein" / "take1.wav").write_bytes(b"")
    soundfile.write(mine / "nein" / "nothing.wav", np.zeros(0), RATE)
    kept, findings = usable(open_data(mine))
    assert len(kept.recordings) == 6
    assert len(findings.unreadable) == 3
    assert "3 cannot be read" in findings.lines()[0]
    assert "ja/take0.wav" in findings.lines()[0]
    assert ".;" not in findings.lines()[0]


def test_a_file_that_the_manifest_names_and_that_is_gone_is_left_out(
    tiny_data: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_data, tmp_path / "copy")
    next((folder / "digits").glob("0_a_*.wav")).unlink()
    kept, findings = usable(open_data(folder))
    assert len(kept.recordings) == 35
    assert len(findings.unreadable) == 1


def test_silence_is_left_out_and_counted(mine: Path) -> None:
    soundfile.write(mine / "ja" / "zeros.wav", np.zeros(RATE), RATE)
    soundfile.write(mine / "ja" / "direct_current.wav", np.full(RATE, 0.25), RATE)
    kept, findings = usable(open_data(mine))
    assert {facts.recording.path for facts in findings.silent} == {
        "ja/zeros.wav", "ja/direct_current.wav",
    }  # fmt: skip
    assert len(kept.recordings) == 8


def test_what_is_too_short_to_say_anything_is_left_out_and_counted(mine: Path) -> None:
    soundfile.write(mine / "ja" / "click.wav", np.full(100, 0.5), 16_000)
    kept, findings = usable(open_data(mine))
    assert findings.reasons() == {
        "ja/click.wav": "ja/click.wav lasts 6.2 ms: nothing can be said in it."
    }
    assert "1 cannot be read and left out" in findings.lines()[0]
    assert len(kept.recordings) == 8


def test_a_quiet_room_is_no_fault_of_a_noise(mine: Path) -> None:
    (mine / "noise").mkdir()
    quiet = 1e-5 * np.random.default_rng(1).standard_normal(RATE)
    soundfile.write(mine / "noise" / "quiet.wav", quiet, RATE, subtype="FLOAT")
    soundfile.write(mine / "noise" / "zeros.wav", np.zeros(RATE), RATE)
    kept, findings = usable(open_data(mine))
    assert [each.path for each in kept.noises] == ["noise/quiet.wav"]
    assert [facts.recording.path for facts in findings.silent] == ["noise/zeros.wav"]


def test_numbers_that_are_no_sound_are_unreadable(mine: Path) -> None:
    samples = tone(1)
    samples[7] = np.nan
    soundfile.write(mine / "ja" / "nan.wav", samples, RATE, subtype="FLOAT")
    findings = usable(open_data(mine))[1]
    assert [facts.recording.path for facts in findings.unreadable] == ["ja/nan.wav"]


def test_the_same_recording_under_two_labels_is_refused_with_both_names(mine: Path) -> None:
    shutil.copy(mine / "ja" / "take0.wav", mine / "nein" / "again.wav")
    with pytest.raises(DataError, match=r'ja/take0.wav \("ja"\).*nein/again.wav \("nein"\)'):
        usable(open_data(mine))


def test_it_is_the_sound_that_is_compared_not_the_file(mine: Path) -> None:
    samples, rate = soundfile.read(mine / "ja" / "take0.wav")
    soundfile.write(mine / "nein" / "again.flac", samples, rate)
    with pytest.raises(DataError, match="several labels"):
        usable(open_data(mine))


def test_the_same_recording_twice_is_counted_once(mine: Path) -> None:
    for name in ("again", "and_again"):
        shutil.copy(mine / "ja" / "take0.wav", mine / "ja" / f"{name}.wav")
    kept, findings = usable(open_data(mine))
    assert len(kept.recordings) == 8
    assert [{each.path for each in group} for group in findings.repeated] == [
        {"ja/take0.wav", "ja/again.wav", "ja/and_again.wav"}
    ]


def test_the_same_recording_in_two_splits_is_reported_and_stays_in_test(mine: Path) -> None:
    shutil.copy(mine / "ja" / "take0.wav", mine / "ja" / "again.wav")
    data_set = open_data(mine)
    splits = {"ja/take0.wav": "train", "ja/again.wav": "test"}
    data_set = replace(
        data_set,
        recordings=tuple(
            replace(each, split=splits.get(each.path, each.split)) for each in data_set.recordings
        ),
    )
    kept, findings = usable(data_set)
    assert "ja/again.wav" in _paths(kept)
    assert "ja/take0.wav" not in _paths(kept)
    assert "ja/again.wav (test) = ja/take0.wav (train)" in findings.lines()[-1]


def test_one_label_is_refused(tmp_path: Path) -> None:
    make_label_folders(tmp_path / "mine", {"ja": 4, "other": 4})
    with pytest.raises(DataError, match='one label only, "ja"'):
        usable(open_data(tmp_path / "mine"))


def test_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="no recordings"):
        usable(DataSet("mine", ()))


def test_fewer_than_three_recordings_of_a_label_are_refused(tmp_path: Path) -> None:
    make_label_folders(tmp_path / "mine", {"ja": 4, "nein": 2})
    with pytest.raises(DataError, match=r'"nein" has 2 of the 3 .* Add'):
        usable(open_data(tmp_path / "mine"))


def test_a_label_of_which_all_recordings_are_faulty_is_refused(mine: Path) -> None:
    for path in (mine / "ja").iterdir():
        path.write_bytes(b"no sound")
    with pytest.raises(DataError, match=r'Every recording of "ja" is faulty.*take0\.wav.*Replace'):
        usable(open_data(mine))


def test_a_label_without_training_is_refused(mine: Path) -> None:
    data_set = open_data(mine)
    recordings = tuple(
        replace(each, split="test") if each.label == "ja" else each for each in data_set.recordings
    )
    with pytest.raises(DataError, match=r'"ja" is in the split train'):
        usable(replace(data_set, recordings=recordings))


def test_more_labels_than_a_model_can_have_are_refused(mine: Path) -> None:
    data_set = open_data(mine)
    recordings = tuple(replace(data_set.recordings[0], label=str(n)) for n in range(1000))
    with pytest.raises(DataError, match="mine has 1000 labels, and a model tells 999 apart"):
        leave_out(replace(data_set, recordings=recordings), Findings())


def test_a_label_that_is_too_long_for_a_model_is_refused(tmp_path: Path) -> None:
    mine = make_label_folders(tmp_path / "mine", {"ja": 3, "n" * 100: 3})
    usable(open_data(mine))
    (mine / ("n" * 100)).rename(mine / ("n" * 101))
    with pytest.raises(DataError, match=r'The label "n+" has 101 characters.*shorter name'):
        usable(open_data(mine))


def test_a_card_has_room_for_the_labels_that_are_let_pass_and_for_no_more() -> None:
    room = get_type_hints(Card, include_extras=True)["labels"]
    most = [str(number).rjust(LONGEST_LABEL, "x") for number in range(MOST_LABELS)]
    msgspec.convert([*most, OTHER], room)
    for too_much in ([*most, "one more", OTHER], [f"{most[0]}x", OTHER]):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(too_much, room)


def test_a_long_list_of_faults_is_cut_short(mine: Path) -> None:
    for number in range(9):
        write_tone(mine / "ja" / f"zeros{number}.wav", number)
        soundfile.write(mine / "ja" / f"zeros{number}.wav", np.zeros(1000 + number), RATE)
    (line,) = usable(open_data(mine))[1].lines()
    assert line.startswith("9 silent")
    assert line.endswith("and 4 more")


def test_the_open_data_is_sound(data: Path) -> None:
    data_set = open_data(data)
    kept, findings = usable(data_set)
    assert len(kept.recordings) == len(data_set.recordings)
    assert findings.lines() == []
