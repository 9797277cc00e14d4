"""Recordings dragged from another program."""

import shutil

from seen import SAMPLE_PATH
from sequence import fsdd_test

from assets import SAMPLE_DIGITS


def test_a_recording_is_dropped_and_its_digits_are_read(open_window, virtual_sound):
    window = open_window()
    assert window.drop("Live picture", SAMPLE_PATH) == "dropped"
    window.wait_until(
        lambda: window.digits_in_history(SAMPLE_PATH.name) == SAMPLE_DIGITS,
        "the digits in the history",
    )


def test_a_folder_and_a_broken_file_are_dropped_together(
    open_window, virtual_sound, data, tmp_path
):
    folder = tmp_path / "people"
    folder.mkdir()
    for digit, path in fsdd_test(data)[::100]:
        shutil.copy(path, folder / f"{digit}.wav")
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF, but no more")
    window = open_window()
    assert window.drop("Live picture", folder, broken) == "dropped"
    labels = [path.stem for path in folder.iterdir()]
    window.wait_until(
        lambda: [window.digits_in_history(f"{label}.wav") for label in labels] == labels,
        f"{labels} are read",
    )
    assert ["broken.wav" in row[0] for row in window.rows("Recordings")].count(True) == 1
    window.press("Back to live")
    window.wait_until(lambda: window.is_showing("Live picture"), "it is live again")
