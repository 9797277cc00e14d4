"""The Free Spoken Digit Dataset, github.com/Jakobovski/free-spoken-digit-dataset."""

from training.data.recording import Split

TEST_TAKES = range(5)
"""Takes that are its own official test set."""

VALIDATION_TAKES = range(5, 10)
"""Takes that are held out of its training to tune on."""


def split_of_take(name: str) -> Split:
    """Tell the split of a recording by its name without ending, ``{digit}_{speaker}_{take}``."""
    take = int(name.rsplit("_", 1)[1])
    if take in TEST_TAKES:
        return "test"
    return "validation" if take in VALIDATION_TAKES else "train"
