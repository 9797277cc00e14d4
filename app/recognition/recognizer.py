"""From blocks to answers: what every source of sound goes through."""

import threading
import time
from collections import deque
from dataclasses import dataclass

from app.audio.ring import Ring
from app.audio.source import Block, Samples
from app.recognition.answer import Answer, Failure
from app.recognition.arrival import ArrivalTimes
from app.recognition.decision import lasts_too_long
from app.recognition.frames import FRAME_SAMPLES, frames_in
from app.recognition.gate import Gate, GateFrame
from app.recognition.gate_trace import GateTrace
from app.recognition.offset_removal import OffsetRemoval
from app.recognition.question import OnResult, Question, ask
from app.recognition.segmenter import Change, Phase, Segmenter, SegmenterEvent
from app.recognition.sliding_network import Stretch
from app.recognition.spoken_string import SpokenString
from app.recognition.worker import Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS
from model.clip import make_clip

PUSH_TO_TALK_PRE_ROLL_MS = 300
"""How long before the press a voice may have begun: people speak while they press."""

LONGEST_TALK_MS = 30_000
"""All of what was said for so long with the key held is at hand when it is released."""

_WARM_UP_MS = 300
_PUSH_TO_TALK_TAIL_MS = 200
_RING_SPARE_MS = 5000


@dataclass(frozen=True, slots=True)
class GateState:
    """What the gate shows of itself.

    Attributes
    ----------
    frame : GateFrame
        Level, floor and threshold in dB, of the last frame.
    open : bool
        True from the onset of an utterance to the end of its hangover.
    """

    frame: GateFrame
    open: bool


@dataclass(slots=True)
class _Talk:
    """A key held down: where the stretch began, and how it is to end."""

    start: int
    heard: bool = False
    deadline: int | None = None


class Recognizer:
    """Finds the utterances of one stream and has them answered.

    While `listening`, every utterance is answered: provisionally as soon as the voice pauses,
    for certain when the gate closes; of several digits in one breath each is answered for
    certain by itself, while they are still said. Between `begin_push_to_talk` and
    `end_push_to_talk` the same happens, with the gate closed by the release. Where neither
    holds, the gate still hears the room, and nothing is answered.

    All methods may be called from any thread. Files give confirmed answers only.

    Parameters
    ----------
    worker : Worker
        May serve several recognisers.
    settings : Settings
    on_result : callable
        Called with each `Answer` or `Failure`, in their order, on the worker's thread.
    listening : bool
        Whether to listen from the start.
    trace : GateTrace or None
        Keeps what the gate makes of each frame, where somebody wants to see it.
    """

    def __init__(
        self,
        worker: Worker,
        settings: Settings,
        on_result: OnResult,
        listening: bool = True,
        trace: GateTrace | None = None,
    ) -> None:
        gate = settings.gate
        self._worker = worker
        self._settings = settings
        self._on_result = on_result
        self._lock = threading.Lock()
        longest_ms = max(
            gate.longest_ms + gate.pre_roll_ms, LONGEST_TALK_MS + PUSH_TO_TALK_PRE_ROLL_MS
        )
        self._ring = Ring((longest_ms + _RING_SPARE_MS) * SAMPLES_PER_MS)
        self._offset_removal = OffsetRemoval()
        self._gate: Gate | None = None
        self._segmenter = Segmenter(gate)
        self._recent: deque[GateFrame] = deque(maxlen=frames_in(PUSH_TO_TALK_PRE_ROLL_MS))
        self._arrivals = ArrivalTimes()
        self._frame_count = 0
        self._live = False
        self._listening = listening
        self._trace = trace
        self._talk: _Talk | None = None
        self._answered_utterances = 0
        self._answered_end = 0
        self._paused: tuple[int, Samples] | None = None
        self._string: SpokenString | None = None
        self._string_before: SpokenString | None = None
        self._gate_state: GateState | None = None

    @property
    def gate_state(self) -> GateState | None:
        """What the gate shows after the last frame; None before the first."""
        return self._gate_state

    @property
    def listening(self) -> bool:
        """Whether every utterance is answered."""
        return self._listening

    @listening.setter
    def listening(self, listening: bool) -> None:
        with self._lock:
            if listening != self._listening and self._talk is None:
                self._take(self._segmenter.close())
                self._segmenter = Segmenter(self._settings.gate, self._frame_count)
            self._listening = listening

    @property
    def settings(self) -> Settings:
        """The threshold and the gate that are in use."""
        return self._settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        """Change them from the next frame and the next answer on; what is open is closed."""
        with self._lock:
            before, self._settings = self._settings, settings
            if settings.gate == before.gate:
                return
            self._take(self._segmenter.close())
            self._segmenter = Segmenter(settings.gate, self._frame_count)
            if self._gate is not None:
                self._gate.margin_db = settings.gate.margin_db
                self._gate.set_vad_mode(settings.gate.vad_mode)

    def use(self, worker: Worker) -> None:
        """Have another worker answer from now on; what is open is closed, and asked the old one."""
        with self._lock:
            self._take(self._segmenter.close())
            self._segmenter = Segmenter(self._settings.gate, self._frame_count)
            self._string_before = None
            self._worker = worker

    def feed(self, block: Block) -> None:
        """Take the next block of the stream.

        Parameters
        ----------
        block : Block
            The one that follows the last, or the first.
        """
        with self._lock:
            if block.gap:
                self._take(self._segmenter.close())
                self._string_before = None
            self._live = block.arrived_ns is not None
            if self._gate is None:
                gate = self._settings.gate
                warm_up_ms = _WARM_UP_MS if self._live else 0
                self._gate = Gate(gate.vad_mode, gate.margin_db, warm_up_ms)
            self._arrivals.note(block)
            samples = self._offset_removal.process(block.samples)
            self._ring.append(samples)
            frame = None
            for frame in self._gate.frames(samples):
                self._frame_count += 1
                self._recent.append(frame)
                if self._trace is not None:
                    self._trace.append(frame)
                if self._string is not None:
                    self._string.feed(frame.voiced)
                if self._listening or self._talk is not None:
                    self._take(self._segmenter.feed(frame.voiced))
                    if self._talk is not None and self._talk.deadline is not None:
                        self._end_talk_when_silent(self._talk, self._talk.deadline)
            if frame is not None:
                is_open = self._segmenter.phase in (Phase.SPEECH, Phase.HANGOVER)
                self._gate_state = GateState(frame, is_open)

    def interrupt(self) -> None:
        """Answer at once what is open: for now nothing more is heard.

        A talk that `end_push_to_talk` ended is over at once; one whose key is held goes on.
        """
        with self._lock:
            if self._talk is not None and self._talk.deadline is not None:
                self._end_talk(self._talk)
            self._take(self._segmenter.close())

    def finish(self) -> None:
        """End the stream: answer what is open, and wait until all is answered."""
        self.end_push_to_talk()
        self.interrupt()
        self._worker.drain()

    def begin_push_to_talk(self) -> None:
        """Recognise from now on, and from 300 ms before, until `end_push_to_talk`."""
        with self._lock:
            if self._talk is not None:
                if self._talk.deadline is None:
                    return
                self._end_talk(self._talk)
            # What was answered already is not in the pre-roll.
            new_frames = self._frame_count - self._answered_end // FRAME_SAMPLES
            most_frames = min(new_frames, frames_in(PUSH_TO_TALK_PRE_ROLL_MS))
            pre_roll = list(self._recent)[-most_frames:] if most_frames > 0 else []
            first_frame = self._frame_count - len(pre_roll)
            self._talk = _Talk(start=first_frame * FRAME_SAMPLES)
            if not self._listening:
                self._segmenter = Segmenter(self._settings.gate, first_frame)
                for frame in pre_roll:
                    self._take(self._segmenter.feed(frame.voiced))

    def end_push_to_talk(self) -> None:
        """Recognise what was said since `begin_push_to_talk`.

        At once where the voice was heard and is silent; else as soon as it pauses, 200 ms later
        at most, since people let go of the key within the word.
        """
        with self._lock:
            talk = self._talk
            if talk is None or talk.deadline is not None:
                return
            talk.deadline = self._frame_count + frames_in(_PUSH_TO_TALK_TAIL_MS)
            self._end_talk_when_silent(talk, talk.deadline)

    def _end_talk_when_silent(self, talk: _Talk, deadline: int) -> None:
        was_heard = talk.heard or self._segmenter.phase is not Phase.IDLE
        if (was_heard and self._segmenter.silent) or self._frame_count >= deadline:
            self._end_talk(talk)

    def _end_talk(self, talk: _Talk) -> None:
        self._take(self._segmenter.close())
        self._talk = None
        if not self._listening:
            # The segmenter was fed only while the key was down.
            self._segmenter = Segmenter(self._settings.gate, self._frame_count)
        # The next utterance begins there, though of a block some frames may still be to come.
        end = self._frame_count * FRAME_SAMPLES
        if not talk.heard and end > talk.start:
            # The gate was deaf, in a loud room perhaps, but whoever holds the key says something.
            start = max(talk.start, self._ring.start)
            clip = make_clip(self._ring.read(start, end))
            self._begin_string(start)
            self._ask(clip, start, end)
            self._string, self._string_before = None, self._string

    def _take(self, event: SegmenterEvent | None) -> None:
        if event is None:
            return
        if event.change is Change.OPENED:
            pre_roll = self._settings.gate.pre_roll_ms * SAMPLES_PER_MS
            self._begin_string(max(event.start - pre_roll, self._answered_end, self._ring.start))
        elif event.change is Change.DROPPED:
            self._string = None
        elif event.change is Change.PAUSED:
            self._paused = (event.end, self._clip_of(event))
            if self._live:
                self._ask_utterance(self._paused[1], event, provisional=True)
        else:
            self._close_utterance(event)

    def _begin_string(self, first_sample: int) -> None:
        """Look for digits from now on, and in what was heard from a sample on."""
        if not self._worker.tells_strings:
            return
        first_frame = -(-first_sample // FRAME_SAMPLES)
        stretch = Stretch(
            self._answered_utterances + 1,
            first_frame * FRAME_SAMPLES,
            self._ring.read,
            self._arrivals.of,
        )
        self._string = SpokenString(
            self._worker, stretch, lambda: self._settings, self._on_result, self._string_before
        )
        for _ in range(first_frame, self._frame_count):
            self._string.feed(voiced=True)

    def _close_utterance(self, event: SegmenterEvent) -> None:
        # The same clip, not an equal one, so that the worker need not answer it again.
        paused_end, paused_clip = self._paused or (None, None)
        clip = paused_clip if paused_end == event.end else None
        if clip is None:
            clip = self._clip_of(event)
        self._paused = None
        if self._talk is not None:
            self._talk.heard = True
        self._ask_utterance(clip, event)
        self._string, self._string_before = None, self._string

    def _clip_of(self, event: SegmenterEvent) -> Samples:
        gate = self._settings.gate
        pre_roll, tail = gate.pre_roll_ms * SAMPLES_PER_MS, gate.tail_ms * SAMPLES_PER_MS
        start = max(event.start - pre_roll, self._answered_end, self._ring.start)
        stop = min(event.end + tail, self._ring.end)
        return make_clip(self._ring.read(start, stop))

    def _ask_utterance(
        self, clip: Samples, event: SegmenterEvent, provisional: bool = False
    ) -> None:
        seconds = (event.end - event.start) / SAMPLE_RATE
        too_long = lasts_too_long(self._worker.labels, seconds)
        self._ask(clip, event.start, event.end, provisional, too_long)

    def _ask(
        self,
        clip: Samples,
        start: int,
        end: int,
        provisional: bool = False,
        too_long: bool = False,
    ) -> None:
        utterance = self._answered_utterances + 1
        if not provisional:
            self._answered_utterances = utterance
            self._answered_end = end
        question = Question(
            utterance,
            start,
            end,
            clip,
            provisional,
            too_long,
            arrived_ns=self._arrivals.of(end - 1),
            closed_ns=time.monotonic_ns() if self._live and not provisional else None,
        )
        string = self._string
        if string is None:
            ask(self._worker, self._settings, question, self._give, self)
        else:
            take = string.take_provisional if provisional else string.close(question)
            ask(string.worker, self._settings, question, take, self)

    def _give(self, result: Answer | Failure) -> None:
        self._on_result(result)
