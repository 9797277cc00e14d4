"""What the network tells apart."""

import numpy as np

from training.classes import BROKEN, NOISE, Classes
from training.data.recording import OTHER, Recording


def _recordings(label: str, word: str, count: int) -> list[Recording]:
    return count * [
        Recording("a.wav", label, word, "", "s", "CC0", "train", lambda: np.zeros(1, np.float32))
    ]


def test_words_that_were_recorded_often_are_kinds_of_other() -> None:
    classes = Classes.of_recordings(
        [
            *_recordings("yes", "yes", 9),
            *_recordings("no", "no", 3),
            *_recordings(OTHER, "tree", 8),
            *_recordings(OTHER, "bird", 7),
            *_recordings(OTHER, "", 50),
        ]
    )
    assert classes.labels == ("no", "yes", OTHER)
    assert classes.kinds == (NOISE, BROKEN, "tree")
    assert classes.count == 6
    assert classes.place("yes") == 1
    assert classes.place(OTHER, "tree") == 5
    assert classes.place(OTHER, "bird") == classes.place(OTHER) == 2


def test_other_is_a_label_also_where_nobody_said_anything_else() -> None:
    assert Classes.of_recordings(_recordings("0", "0", 1)).labels == ("0", OTHER)
