import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from training.data.manifests import read_manifests
from training.errors import DataError


@pytest.fixture
def folder(tiny_data: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_data, tmp_path / "copy")


def _change(manifest: Path, **columns: str) -> None:
    """Write something else into the first row; a column that is to be "-" is taken out of all."""
    with manifest.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows[0].update(columns)
    names = [name for name in rows[0] if columns.get(name) != "-"]
    with manifest.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def test_digits_words_noise_and_rooms_are_listed(folder: Path) -> None:
    data_set = read_manifests(folder)
    assert Counter(each.label for each in data_set.recordings) == {"0": 12, "1": 12, "other": 12}
    assert {each.word for each in data_set.recordings} == {"0", "1", "chord"}
    assert (len(data_set.noises), len(data_set.rooms)) == (3, 1)
    assert Counter(each.split for each in data_set.recordings) == {
        "train": 12, "validation": 12, "test": 12,
    }  # fmt: skip


@pytest.mark.parametrize("column", ["path", "split", "licence", "label"])
def test_a_manifest_without_a_column_is_an_error(folder: Path, column: str) -> None:
    _change(folder / "digits.csv", **{column: "-"})
    with pytest.raises(DataError, match=rf"digits\.csv has no column '{column}'"):
        read_manifests(folder)


@pytest.mark.parametrize(
    ("column", "value", "said"), [("split", "dev", "is 'dev'"), ("label", "", "has no label")]
)
def test_a_value_that_cannot_be_is_an_error(
    folder: Path, column: str, value: str, said: str
) -> None:
    _change(folder / "digits.csv", **{column: value})
    with pytest.raises(DataError, match=said):
        read_manifests(folder)


def test_a_manifest_that_is_missing_names_nothing(folder: Path) -> None:
    for name in ("words.csv", "noise.csv", "rooms.csv"):
        (folder / name).unlink()
    found = read_manifests(folder)
    assert {each.label for each in found.recordings} == {"0", "1"}
    assert (found.noises, found.rooms) == ((), ())


def test_a_manifest_that_is_a_folder_is_an_error(folder: Path) -> None:
    (folder / "rooms.csv").unlink()
    (folder / "rooms.csv").mkdir()
    with pytest.raises(DataError, match=r"rooms\.csv cannot be read"):
        read_manifests(folder)


def test_digits_may_tell_the_sex_of_their_speaker(folder: Path) -> None:
    lines = (folder / "digits.csv").read_text().splitlines()
    sexes = ["sex", *("Female" if ",a," in line else "" for line in lines[1:])]
    (folder / "digits.csv").write_text(
        "".join(f"{line},{sex}\n" for line, sex in zip(lines, sexes, strict=True))
    )
    found = read_manifests(folder).recordings
    assert {each.sex for each in found if each.speaker == "a"} == {"female"}
    assert {each.sex for each in found if each.speaker == "b"} == {""}


def test_a_manifest_that_is_no_text_is_an_error(folder: Path) -> None:
    (folder / "words.csv").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(DataError, match="no text"):
        read_manifests(folder)


def test_a_quote_that_is_never_closed_is_an_error(folder: Path) -> None:
    with (folder / "digits.csv").open("a") as manifest:
        manifest.write('"' + "a" * 200_000)
    with pytest.raises(DataError, match="cannot be read"):
        read_manifests(folder)


def test_a_mark_of_the_byte_order_is_no_part_of_a_column(folder: Path) -> None:
    manifest = folder / "digits.csv"
    before = read_manifests(folder)
    manifest.write_bytes(b"\xef\xbb\xbf" + manifest.read_bytes())
    assert len(read_manifests(folder).recordings) == len(before.recordings)


def test_a_word_that_sounds_like_a_digit_is_not_among_the_others(folder: Path) -> None:
    _change(folder / "words.csv", word="Too")
    assert len(read_manifests(folder).recordings) == 35


def test_numbers_have_their_digits_and_tell_the_sex_of_speakers(folder: Path) -> None:
    (folder / "numbers.csv").write_text(
        "path,digits,speaker,sex,split\nnumbers/a.flac,4071,a,Female,train\n"
    )
    data_set = read_manifests(folder)
    assert [(each.label, each.sex) for each in data_set.numbers] == [("4071", "female")]
    assert {each.sex for each in data_set.recordings if each.speaker == "a"} == {"female"}
    assert {each.sex for each in data_set.recordings if each.speaker == "b"} == {""}


def test_a_number_without_a_speaker_tells_nobodys_sex(folder: Path) -> None:
    (folder / "numbers.csv").write_text(
        "path,source,licence,split,speaker,sex,digits\nnumbers/1.wav,here,MIT,train,,female,12\n"
    )
    _change(folder / "digits.csv", speaker="")
    assert read_manifests(folder).recordings[0].sex == ""


def test_a_row_that_is_cut_short_is_an_error(folder: Path) -> None:
    with (folder / "digits.csv").open("a") as file:
        file.write("digits/0_a_0.wav,0")
    with pytest.raises(DataError, match="the split of digits/0_a_0"):
        read_manifests(folder)


def test_recordings_of_fsdd_by_other_names_stay_in_their_split(folder: Path) -> None:
    _change(folder / "digits.csv", source="fsdd", path="digits/renamed.wav")
    assert read_manifests(folder).recordings[0].split == "train"
