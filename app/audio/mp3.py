"""MP3 files that do not state their length, so that they are still read to their end.

libsndfile guesses the length of such a file from its size and its first frame, and stops
there: of a file with a variable bit rate more than half can be lost without a word.
"""

import os
from pathlib import Path

_ID3_HEADER_BYTES = 10
_FIRST_FRAME_BYTES = 4096
_LENGTH_MARKS = (b"Xing", b"Info", b"VBRI")
_TIMES_LONGER = 64  # the highest bit rate of MP3 is 40 times its lowest
_LAST_TAG_BYTES = 1024


def states_length(path: Path) -> bool:
    """Tell whether an MP3 file has a header frame that tells how many frames follow.

    Parameters
    ----------
    path : Path
        An MP3 file, with or without an ID3v2 tag (id3.org, "ID3 tag version 2.4.0", 3.1).

    Returns
    -------
    bool
        True where there is a Xing, Info or VBRI mark in the first frame.
    """
    with path.open("rb") as file:
        head = file.read(_ID3_HEADER_BYTES)
        if head.startswith(b"ID3"):
            # Seven bits of each of the last four bytes make the size of the tag.
            size = 0
            for byte in head[6:10]:
                size = size << 7 | byte & 0x7F
            file.seek(_ID3_HEADER_BYTES + size)
        else:
            file.seek(0)
        first_frame = file.read(_FIRST_FRAME_BYTES)
    return any(mark in first_frame for mark in _LENGTH_MARKS)


class OverstatedFile:
    """A file that claims to be far longer than it is, so that no guess falls short.

    It has what soundfile asks of a file: `read`, `seek` and `tell`. Where a tag would stand
    at the claimed end there are zeros; after the true end there is nothing to read.

    Parameters
    ----------
    path : Path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.name = str(path)
        self._true_size = path.stat().st_size
        self._claimed_size = self._true_size * _TIMES_LONGER + _LAST_TAG_BYTES
        self._position = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, as of a file of the claimed size."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._claimed_size}
        self._position = base[whence] + offset
        return self._position

    def tell(self) -> int:
        """Tell the place, as of a file of the claimed size."""
        return self._position

    def read(self, count: int) -> bytes:
        """Read what is there, or zeros at the claimed end."""
        if self._position >= self._claimed_size - _LAST_TAG_BYTES:
            data = bytes(min(count, self._claimed_size - self._position))
        else:
            self._file.seek(self._position)
            data = self._file.read(count)
        self._position += len(data)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()
