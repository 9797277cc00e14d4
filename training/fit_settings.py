"""What a run is made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FitSettings:
    """What a run is made from.

    Attributes
    ----------
    data : tuple of str
        Folders and files of data sets.
    epochs, string_epochs : int
        Number of epochs in which the classes are learned, and then the states of strings; no
        strings at 0, nor where there are not all ten digits.
    seed : int
        The same seed gives the same weights on the same machine.
    steps_per_epoch : int
        Batches an epoch. As the clips are always fresh, an epoch is only a point to report at.
    synthetic_voices, synthetic_words : int
        How many synthetic voices say the digits, and how many other words they say. Where
        strings are learned, half as many more say digits for them, and twice as many a number.
    start : str or None
        Folder of a model to start from instead of random weights; strings are learned anew.
    without_words, without_speakers, without_sources : tuple of str
        Words, speakers and sources of digits that are kept out of the training, and out of the
        validation, to see how the network does on what it never heard.
    """

    data: tuple[str, ...]
    epochs: int
    string_epochs: int = 0
    seed: int = 1
    steps_per_epoch: int = 100
    synthetic_voices: int = 300
    synthetic_words: int = 6000
    start: str | None = None
    without_words: tuple[str, ...] = ()
    without_speakers: tuple[str, ...] = ()
    without_sources: tuple[str, ...] = ()
