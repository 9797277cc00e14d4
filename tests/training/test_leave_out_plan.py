"""Who and what is left out of which training."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from training.data.recording import OTHER, DataSet, Recording, Split
from training.errors import DataError
from training.leaving_out.folds import plan, rotations


def _recording(label: str, speaker: str, source: str, split: Split, word: str = "") -> Recording:
    return Recording(
        f"{source}/{speaker}/{word or label}",
        label,
        word or label,
        speaker,
        source,
        "CC0",
        split,
        lambda: np.zeros(8, np.float32),
    )


def _digits(source: str, speakers: Sequence[str], splits: Sequence[Split]) -> tuple[Recording, ...]:
    return tuple(
        _recording(label, speaker, source, split)
        for speaker in speakers
        for split in splits
        for label in "01"
    )


def _words(words: dict[str, int], speaker: str = "w") -> tuple[Recording, ...]:
    return tuple(
        _recording(OTHER, speaker, "words", "train", word)
        for word, count in words.items()
        for _ in range(count)
    )


_FSDD = _digits("fsdd", "abc", ("train", "validation", "test"))
_ELSEWHERE = _digits("elsewhere", "de", ("train", "validation", "test"))
_LONELY = _digits("lonely", "f", ("train",))
_ALL = DataSet("all", _FSDD + _ELSEWHERE + _LONELY)


def test_each_speaker_of_fsdd_is_left_out_once_with_all_his_digits() -> None:
    folds = plan(_ALL, "speaker").folds
    assert [fold.name for fold in folds] == ["a", "b", "c"]
    assert [fold.without_speakers for fold in folds] == [("a",), ("b",), ("c",)]
    assert all(fold.without_sources == () for fold in folds)
    assert Counter(each.split for each in folds[0].digits) == {
        "train": 2,
        "validation": 2,
        "test": 2,
    }
    assert {each.speaker for each in folds[0].digits} == {"a"}


def test_digits_of_the_same_speaker_elsewhere_are_not_measured_but_left_out() -> None:
    data = DataSet("all", _FSDD + _digits("elsewhere", "a", ("train",)))
    fold = plan(data, "speaker").folds[0]
    assert {each.source for each in fold.digits} == {"fsdd"}
    assert fold.without_speakers == ("a",)


def test_sources_of_several_speakers_are_left_out_but_their_tests_kept_for_the_end() -> None:
    folds = plan(_ALL, "source").folds
    assert [fold.name for fold in folds] == ["elsewhere"]
    assert folds[0].without_sources == ("elsewhere",)
    assert folds[0].without_speakers == folds[0].without_words == ()
    assert {each.split for each in folds[0].digits} == {"train", "validation"}


def test_voices_of_a_source_that_is_left_out_say_no_words_either() -> None:
    data = DataSet("all", _ALL.recordings + _words({"bed": 1}, speaker="d"))
    assert plan(data, "source").folds[0].without_speakers == ("d",)


def test_a_source_that_is_named_twice_is_left_out_once() -> None:
    folds = plan(_ALL, "source", ["lonely", "fsdd", "lonely"]).folds
    assert [fold.name for fold in folds] == ["lonely", "fsdd"]


def test_words_are_left_out_in_turn_and_the_rest_is_named() -> None:
    words = {f"word{place:02}": 1 for place in range(21)}
    planned = plan(DataSet("all", _ALL.recordings + _words(words)), "speaker")
    left_out = [fold.without_words for fold in planned.folds]
    assert [len(each) for each in left_out] == [6, 5, 5]
    assert len(planned.words_not_measured) == 5
    assert sorted(sum(left_out, planned.words_not_measured)) == sorted(words)
    assert {each.word for each in planned.folds[1].words} == set(left_out[1])


def test_frequent_words_are_spread_over_the_rotations() -> None:
    words = _words({f"common{place}": 20 for place in range(10)} | dict.fromkeys("uvwxyzpqrst", 1))
    groups = rotations(each.word for each in words)
    assert [len(group) for group in groups] == [6, 5, 5, 5]
    assert sorted(sum(w.startswith("common") for w in group) for group in groups) == [2, 2, 3, 3]
    assert rotations(each.word for each in reversed(words)) == groups


def test_without_words_there_are_no_rotations_of_them() -> None:
    planned = plan(_ALL, "speaker")
    assert all(fold.without_words == fold.words == () for fold in planned.folds)
    assert planned.words_not_measured == ()


def test_a_speaker_whose_name_is_a_path_has_one_folder() -> None:
    data = DataSet("all", _FSDD + _digits("odd", ("fsdd/x", ".."), ("train",)))
    folds = plan(data, "speaker", ["odd"]).folds
    assert [fold.folder_name for fold in folds] == ["%2E%2E", "fsdd-x"]


@pytest.mark.parametrize(
    ("by", "sources", "message"),
    [
        ("speaker", ["nowhere"], 'no digits of a source "nowhere".*elsewhere, fsdd, lonely'),
        ("source", ["nowhere"], 'no digits of a source "nowhere".*elsewhere, fsdd, lonely'),
        ("speaker", ["lonely"], r"one speaker only, f: .*elsewhere \(2\), fsdd \(3\).*--by source"),
    ],
)
def test_what_there_is_is_named(by, sources: list[str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        plan(_ALL, by, sources)


def test_a_source_without_speakers_is_refused() -> None:
    data = DataSet("all", _FSDD + _digits("unnamed", ("",), ("train",)))
    with pytest.raises(DataError, match="unnamed has no speakers that are known"):
        plan(data, "speaker", ["unnamed"])


def test_a_source_that_does_not_name_all_speakers_is_refused() -> None:
    data = DataSet("all", _FSDD + _digits("fsdd", ("",), ("train",)))
    with pytest.raises(DataError, match="Of 20 digits of fsdd, 2 do not say who speaks"):
        plan(data, "speaker")


def test_without_fsdd_another_source_has_to_be_named() -> None:
    with pytest.raises(DataError, match=r"no digits of a source fsdd.*elsewhere \(2\)"):
        plan(DataSet("all", _ELSEWHERE), "speaker")


def test_without_a_source_of_several_speakers_one_has_to_be_named() -> None:
    with pytest.raises(DataError, match=r"no source of two speakers but fsdd.*lonely \(1\)"):
        plan(DataSet("all", _FSDD + _LONELY), "source")


def test_nothing_left_to_train_on_is_said_before_any_training() -> None:
    with pytest.raises(DataError, match='Without fsdd, there is no recording of "0" in the split'):
        plan(DataSet("all", _FSDD), "source", ["fsdd"])


def test_of_few_speakers_the_one_of_validation_is_left_out_as_well() -> None:
    speakers = [_digits("mine", "a", ("validation",)), _digits("mine", "bc", ("train",))]
    found = plan(DataSet("mine", sum(speakers, ())), "speaker", ["mine"])
    assert [fold.name for fold in found.folds] == ["a", "b", "c"]


def test_a_source_of_the_split_test_alone_is_not_left_out() -> None:
    data = DataSet("all", _FSDD + _digits("last", "xy", ("test",)))
    with pytest.raises(DataError, match="All digits of last are in the split test"):
        plan(data, "source")
