"""The public data sets that can be fetched: where they are, and what is known of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a published data set.

    Attributes
    ----------
    url : str
        Where it is.
    name : str
        What it is called here. A ``.tar.gz`` is unpacked.
    size_bytes : int or None
        Its size, where it is published.
    sha256 : str or None
        Its checksum in hexadecimal, where one is published. Where none is, the checksum of the
        first download is remembered and later ones are compared with that.
    """

    url: str
    name: str
    size_bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A published data set.

    Attributes
    ----------
    name : str
        What it is called on the command line.
    what : str
        What is in it.
    licence : str
        Under which it is published.
    page : str
        Where its authors describe it.
    files : tuple of PublishedFile
    """

    name: str
    what: str
    licence: str
    page: str
    files: tuple[PublishedFile, ...]

    @property
    def size_bytes(self) -> int | None:
        """Size of all files together; None where it is not published."""
        sizes = [file.size_bytes for file in self.files]
        return None if None in sizes else sum(size for size in sizes if size is not None)


_FSDD_PAGE = "https://github.com/Jakobovski/free-spoken-digit-dataset"
_AUDIOMNIST_PAGE = "https://github.com/soerenab/AudioMNIST"
_MTEB_PAGE = "https://huggingface.co/datasets/mteb/free-spoken-digit-dataset"

PUBLISHED = (
    Published(
        name="fsdd",
        what="Free Spoken Digit Dataset v1.0.10: 3,000 digits, 6 speakers",
        licence="CC BY-SA 4.0",
        page=_FSDD_PAGE,
        files=(PublishedFile(f"{_FSDD_PAGE}/archive/refs/tags/v1.0.10.tar.gz", "fsdd.tar.gz"),),
    ),
    Published(
        name="speech_commands",
        what="Speech Commands v0.02: 105,829 words, 38,908 of them digits, over 2,600 speakers",
        licence="CC BY 4.0",
        page="https://arxiv.org/abs/1804.03209",
        files=(
            PublishedFile(
                "https://storage.googleapis.com/download.tensorflow.org/data/"
                "speech_commands_v0.02.tar.gz",
                "speech_commands.tar.gz",
                # Size and checksum: tensorflow_datasets/url_checksums/speech_commands.txt in
                # github.com/tensorflow/datasets; torchaudio has the same checksum in its
                # torchaudio/datasets/speechcommands.py.
                size_bytes=2_428_923_189,
                sha256="af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58",
            ),
        ),
    ),
    Published(
        name="audiomnist",
        what="AudioMNIST: 30,000 digits at 48 kHz, 60 speakers",
        licence="MIT",
        page=_AUDIOMNIST_PAGE,
        files=(
            PublishedFile(
                f"{_AUDIOMNIST_PAGE}/archive/refs/heads/master.tar.gz", "audiomnist.tar.gz"
            ),
        ),
    ),
    Published(
        name="mteb-fsdd",
        what="the Free Spoken Digit Dataset as Parquet files, with its own test split",
        licence="CC BY-SA 4.0",
        page=_MTEB_PAGE,
        files=tuple(
            PublishedFile(f"{_MTEB_PAGE}/resolve/main/data/{name}", name)
            for name in ("train-00000-of-00001.parquet", "test-00000-of-00001.parquet")
        ),
    ),
)
"""All of them, in the order in which they are listed."""
