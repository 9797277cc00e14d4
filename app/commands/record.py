"""``spoken-digits record``: the microphone into a file, or into samples for the training."""

import argparse
import threading
import wave
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import numpy as np

from app.audio.microphone import Microphone
from app.audio.source import Block
from app.commands.live import (
    NEVER_HEARD,
    Ending,
    StatusReporter,
    recognize_live,
    wished_device,
)
from app.commands.session import Session, begin, say
from app.errors import AudioFileError, SpokenDigitsError, UsageError
from app.home import make_folder
from app.keeping import check_label, keep_recording
from app.recognition.answer import Answer, Failure
from app.wording import describe, word_of
from model.audio_format import SAMPLE_RATE

# The length of what a WAV file holds is a number of 32 bits, and counts its own header.
_MOST_SAMPLES = (2**32 - 64) // 2


def run(options: argparse.Namespace) -> int:
    """Record until Ctrl+C, or for the seconds that were asked for.

    Returns
    -------
    int
        0 where something was recorded, 1 where not.
    """
    if options.label is not None and options.file is not None:
        raise UsageError("record takes --label or a FILE, not both.")
    session = begin(options)
    if options.label is not None:
        return _record_samples(options, session, check_label(options.label))
    return _record_file(options, session)


def _record_file(options: argparse.Namespace, session: Session) -> int:
    path = options.file or Path(f"recording-{datetime.now():%Y%m%d-%H%M%S}.wav")
    if path.suffix.lower() != ".wav":
        raise UsageError(f'A recording is a WAV file: give it a name such as "{path.stem}.wav".')
    wish = wished_device(options.device, session.settings)
    ending, reporter = Ending(), StatusReporter()
    writer = _FileWriter(path, ending)
    microphone = Microphone(wish, reporter.take)
    ending.take_signals()
    microphone.start(writer.take)
    say(f"Recording to {path}. Ctrl+C ends it.")
    try:
        ending.wait(options.seconds)
    finally:
        microphone.stop()
        writer.close()
    if writer.failure is not None:
        raise writer.failure
    if writer.seconds == 0:
        path.unlink(missing_ok=True)
        say(NEVER_HEARD)
        return 1
    say(f"{writer.seconds:.1f} s are in {path}.")
    return 0


def _record_samples(options: argparse.Namespace, session: Session, label: str) -> int:
    make_folder(session.home.recordings / label)
    ending, reporter = Ending(), StatusReporter()
    keeper = _SampleKeeper(session, label, ending)
    greeting = f'Say "{word_of(label)}", again and again, with a pause between. Ctrl+C ends it.'
    recognize_live(
        options,
        session.settings,
        greeting=greeting,
        ending=ending,
        reporter=reporter,
        on_result=keeper.take,
    )
    if keeper.failure is not None:
        raise keeper.failure
    if not reporter.ever_ran:
        say(NEVER_HEARD)
    say(f"{keeper.count} kept in {session.home.recordings / label}.")
    return 0 if keeper.count else 1


class _FileWriter:
    """Writes blocks to a WAV file; what was written stays whole, whatever happens."""

    def __init__(self, path: Path, ending: Ending) -> None:
        self._path = path
        self._ending = ending
        self._lock = threading.Lock()
        self._count = 0
        self._closed = False
        self.failure: SpokenDigitsError | None = None
        try:
            # "x": an older recording is never written over.
            self._target = path.open("xb")
        except FileExistsError as error:
            raise AudioFileError(f"{path} exists. Choose another name.") from error
        except OSError as error:
            raise self._cannot_write(error) from error
        self._file = wave.open(self._target, "wb")  # noqa: SIM115 - until close
        self._file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))

    @property
    def seconds(self) -> float:
        """How much was written."""
        return self._count / SAMPLE_RATE

    def take(self, block: Block) -> None:
        """Write a block, on the microphone's thread."""
        pcm = np.clip(block.samples * 32_768, -32_768, 32_767).astype("<i2")
        with self._lock:
            if self.failure is not None or self._closed:
                return
            if self._count + len(pcm) > _MOST_SAMPLES:
                self.failure = AudioFileError(
                    f"{self._path} is full: a WAV file holds {self.seconds / 3600:.0f} hours, which"
                    " are kept. Record the rest into another file."
                )
                self._ending.ask()
                return
            try:
                # Keeps the header true, so that even a killed program leaves a whole file.
                self._file.writeframes(pcm.tobytes())
                self._target.flush()
                self._count += len(pcm)
            except OSError as error:
                self.failure = self._cannot_write(error)
                self._ending.ask()

    def close(self) -> None:
        """Complete the file."""
        with self._lock, suppress(OSError):
            self._closed = True
            self._file.close()
            self._target.close()

    def _cannot_write(self, error: OSError) -> AudioFileError:
        kept = f" The {self.seconds:.1f} s before that are kept." if self._count else ""
        return AudioFileError(
            f"{self._path} cannot be written: {error.strerror}.{kept} Choose another place."
        )


class _SampleKeeper:
    """Keeps the clip of each utterance, and says what the network takes it for."""

    def __init__(self, session: Session, label: str, ending: Ending) -> None:
        self._home = session.home
        self._label = label
        self._ending = ending
        self.count = 0
        self.failure: SpokenDigitsError | None = None

    def take(self, result: Answer | Failure) -> None:
        """Take a result, on the worker's thread."""
        # What the end cut short is no good sample.
        if isinstance(result, Failure) or result.provisional or self._ending.asked:
            return
        if result.is_copy:  # of "double", the digit itself comes behind it
            return
        try:
            path = keep_recording(self._home, self._label, result.clip)
        except SpokenDigitsError as error:
            self.failure = error
            self._ending.ask()
            return
        self.count += 1
        print(f"{path}  (sounds like: {describe(result.decision)})", flush=True)
