"""The live session: from the microphone to answers, as signals in the window's thread."""

import logging
import threading
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Signal

from app.audio.file_source import FileSource
from app.audio.microphone import Microphone
from app.audio.microphone_status import MicrophoneStatus
from app.audio.source import Block, Source
from app.errors import AudioFileError, ModelError
from app.recognition.answer import Answer, Failure
from app.recognition.network import load_network
from app.recognition.recognizer import GateState, Recognizer
from app.recognition.worker import Worker
from app.settings import Settings
from app.window.stream import Stream
from assets import SAMPLE

logger = logging.getLogger(__name__)

SAMPLE_NAME = "the sample recording"
"""What the history calls the source of the sample."""


class Live(QObject):
    """Listens to the microphone, or to the sample recording in its place.

    The microphone is open for as long as the window is, so that the picture runs and no key is
    pressed too late; answers are given only while it listens, or a key is held.

    Parameters
    ----------
    settings : Settings

    Attributes
    ----------
    stream : Stream
        What is heard now.
    status : MicrophoneStatus or None
        What the microphone last said of itself.
    labels : tuple of str
        What the network tells apart; empty until it is loaded.

    Signals
    -------
    stream_changed(stream)
        When another source is heard, from the beginning of its stream; until its first sound,
        what was heard before can be looked at.
    status_changed(status)
        When the microphone says something of itself.
    answered(result)
        With each provisional or confirmed `Answer`, and each `Failure`.
    network_changed(labels)
        When a network is there that was not before.
    network_failed(message)
        When there is none to be had: what is wrong, and what to do.
    sample_ended(message)
        When the sample recording is over; the message says what was wrong with it, or is empty.
    """

    stream_changed = Signal(object)
    status_changed = Signal(object)
    answered = Signal(object)
    network_changed = Signal(object)
    network_failed = Signal(str)
    sample_ended = Signal(str)
    # What other threads have to say goes through these: it waits until the window is there.
    _results_waiting = Signal()
    _worker_ready = Signal(int, object)
    _no_worker = Signal(int, str)
    _status_arrived = Signal(object)
    _stream_begun = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.stream = Stream("")
        self.status: MicrophoneStatus | None = None
        self.labels: tuple[str, ...] = ()
        self._settings = settings
        self._listening = settings.listening
        self._muted = False
        self._talking = False
        self._lock = threading.Lock()
        self._load_number = 0
        self._worker: Worker | None = None
        self._recognizer: Recognizer | None = None
        # What is heard while the network is being loaded; None when there is none to wait for.
        self._waiting: list[Block] | None = []
        self._results: SimpleQueue[Answer | Failure] = SimpleQueue()
        self._source: Source | None = None
        self._microphone: Microphone | None = None
        self._files = ExitStack()
        self._results_waiting.connect(self._hand_on_results)
        self._worker_ready.connect(self._take_worker)
        self._no_worker.connect(self._do_without_worker)
        self._status_arrived.connect(self._take_status)
        self._stream_begun.connect(self.stream_changed)

    # --- sources

    def start_microphone(self) -> None:
        """Open the microphone that the settings want; it is tried until it is there."""
        self._end_source()
        self._begin("")
        self._microphone = Microphone(self._settings.microphone, self._status_arrived.emit)
        self._source = self._microphone
        self._microphone.start(self._take_block)

    def play_sample(self) -> None:
        """Let the sample recording be heard in the microphone's place, and answer all of it."""
        self._end_source()
        path = self._files.enter_context(as_file(files("assets") / SAMPLE))
        source = self._source = FileSource(path, on_end=self._on_sample_end)
        self._begin(SAMPLE_NAME)
        try:
            source.start(self._take_block)
        except AudioFileError as error:
            self._source = None
            self.sample_ended.emit(str(error))

    @property
    def is_sample(self) -> bool:
        """Whether the sample recording is heard."""
        return isinstance(self._source, FileSource)

    # --- the network

    def load_network(self) -> None:
        """Load the network that the settings want, on a thread of its own."""
        model = Path(self._settings.model) if self._settings.model else None
        self._load_number += 1
        number = self._load_number

        def load() -> None:
            try:
                self._worker_ready.emit(number, Worker(load_network(model)))
            except ModelError as error:
                logger.error("%s", error)
                self._no_worker.emit(number, str(error))

        threading.Thread(target=load, name="load network", daemon=True).start()

    # --- what the user does

    @property
    def listening(self) -> bool:
        """Whether everything that is said is answered."""
        return self._listening

    @listening.setter
    def listening(self, listening: bool) -> None:
        self._listening = listening
        self._update_listening()

    def mute(self, muted: bool) -> None:
        """Shut the gate while the program itself plays sound; a key that is held ends there."""
        self._muted = muted
        if muted and self._recognizer is not None:
            self._recognizer.end_push_to_talk()
            self._recognizer.interrupt()
        self._update_listening()

    def begin_talk(self) -> None:
        """Recognise from now on, whether listening or not."""
        self._talking = True
        if self._recognizer is not None and not self._muted:
            self._recognizer.begin_push_to_talk()

    def end_talk(self) -> None:
        """Answer what was said since `begin_talk`."""
        self._talking = False
        if self._recognizer is not None:
            self._recognizer.end_push_to_talk()

    def apply(self, settings: Settings) -> None:
        """Let changed settings take effect at once."""
        before, self._settings = self._settings, settings
        self.listening = settings.listening
        if self._recognizer is not None:
            self._recognizer.settings = settings
        if settings.microphone != before.microphone and self._microphone is not None:
            self._microphone.switch(settings.microphone)
        if settings.model != before.model:
            self.load_network()

    @property
    def gate_state(self) -> GateState | None:
        """What the gate shows after the last frame."""
        return None if self._recognizer is None else self._recognizer.gate_state

    def close(self) -> None:
        """End, within half a second; what was said to the end is still answered."""
        self._end_source()
        if self._worker is not None:
            self._worker.close()
        self._files.close()
        # What other threads still had to say comes too late for anybody.
        self.blockSignals(True)

    # --- inside

    @property
    def _answers_everything(self) -> bool:
        return (self._listening or self.is_sample) and not self._muted

    def _begin(self, name: str) -> None:
        with self._lock:
            self.stream = Stream(name)
            if self._waiting is not None:
                self._waiting = []
            self._recognizer = None
            if self._worker is not None:
                self._recognizer = self._new_recognizer(self._worker)

    def _end_source(self) -> None:
        source, self._source, self._microphone = self._source, None, None
        if source is not None:
            source.stop()
        if self._recognizer is not None:
            self._recognizer.finish()
        # While what is heard next has not taken its place: they belong to this stream.
        self._hand_on_results()

    def _new_recognizer(self, worker: Worker) -> Recognizer:
        return Recognizer(
            worker,
            self._settings,
            self._take_result,
            listening=self._answers_everything,
            trace=self.stream.trace,
        )

    def _take_block(self, block: Block) -> None:
        stream = self.stream
        is_first = not stream.end
        stream.append(block)
        if is_first:
            self._stream_begun.emit(stream)
        with self._lock:
            if self._recognizer is None:
                # While the network is being loaded, nothing that is said is lost.
                if self._waiting is not None:
                    self._waiting.append(block)
                return
        self._recognizer.feed(block)

    def _take_worker(self, number: int, worker: Worker) -> None:
        if number != self._load_number:
            # The user has chosen another since, which may have been quicker to load.
            worker.close()
            return
        before, self._worker = self._worker, worker
        with self._lock:
            if self._recognizer is not None:
                self._recognizer.use(worker)
            elif self._waiting is not None:
                recognizer = self._new_recognizer(worker)
                if self._talking:
                    recognizer.begin_push_to_talk()
                for block in self._waiting:
                    recognizer.feed(block)
                self._waiting = []
                self._recognizer = recognizer
        if before is not None:
            before.close()
        if self._recognizer is None and self._source is not None:
            # What was heard without a network is gone: a recogniser needs the whole stream.
            begin_again = self.play_sample if self.is_sample else self.start_microphone
            begin_again()
        self.labels = worker.labels
        self.network_changed.emit(worker.labels)

    def _do_without_worker(self, number: int, message: str) -> None:
        if number == self._load_number:
            with self._lock:
                self._waiting = None
            self.network_failed.emit(message)

    def _take_result(self, result: Answer | Failure) -> None:
        self._results.put(result)
        self._results_waiting.emit()

    def _hand_on_results(self) -> None:
        while True:
            try:
                result = self._results.get_nowait()
            except Empty:
                return
            self.answered.emit(result)

    def _take_status(self, status: MicrophoneStatus) -> None:
        self.status = status
        if not self.is_sample:
            if status.device is not None:
                self.stream.name = status.device.name
            elif self._recognizer is not None:
                # Else what was cut off would be answered only when the microphone is back.
                self._recognizer.interrupt()
        self.status_changed.emit(status)

    def _on_sample_end(self, error: AudioFileError | None) -> None:
        self.sample_ended.emit("" if error is None else str(error))

    def _update_listening(self) -> None:
        if self._recognizer is not None:
            self._recognizer.listening = self._answers_everything
