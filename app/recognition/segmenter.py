"""From voiced frames to utterances: a pure state machine."""

from dataclasses import dataclass
from enum import Enum

from app.recognition.frames import FRAME_MS, FRAME_SAMPLES, frames_in
from app.settings import GateSettings

_SEEKS_PAUSE, _SEEKS_SILENCE = 0.8, 0.9
# Within "six" and "eight" the voice is silent for up to 100 ms.
_BETWEEN_WORDS_MS = 120


class Phase(Enum):
    """Where the segmenter stands."""

    IDLE = "idle"
    ONSET = "onset"
    SPEECH = "speech"
    HANGOVER = "hangover"


class Change(Enum):
    """What a frame changed."""

    OPENED = "opened"
    """A voice has begun."""
    PAUSED = "paused"
    """The voice is silent for as long as a provisional answer takes; it may go on."""
    CLOSED = "closed"
    """The utterance has ended."""
    DROPPED = "dropped"
    """What had begun was too short for an utterance."""


@dataclass(frozen=True, slots=True)
class SegmenterEvent:
    """A change, and the stretch that it is about.

    Attributes
    ----------
    change : Change
    start, end : int
        First voiced sample and the one behind the last voiced one, at 16 kHz, from the start
        of the stream. No pre-roll and no hangover is in them.
    """

    change: Change
    start: int
    end: int


class Segmenter:
    """Idle, onset, speech, hangover.

    It has no clock and no thread: it is fed one frame after the other, and gives at most one
    event for each. An utterance gives OPENED, then any number of PAUSED, then CLOSED or
    DROPPED; no utterance overlaps another. One that lasts is closed at its first pause between two
    words (120 ms) after four fifths of the longest time, at its first frame without a voice after
    nine tenths, or at that.

    Parameters
    ----------
    settings : GateSettings
        Its times, in ms.
    first_frame : int
        Index of the first frame that it will be fed, from the start of the stream.
    """

    def __init__(self, settings: GateSettings, first_frame: int = 0) -> None:
        self._onset_frames = max(1, frames_in(settings.onset_ms))
        self._hangover_frames = max(1, frames_in(settings.hangover_ms))
        pause_ms = max(settings.pause_ms, settings.tail_ms, FRAME_MS)
        self._pause_frames = min(frames_in(pause_ms), self._hangover_frames)
        between_words_frames = max(self._pause_frames, frames_in(_BETWEEN_WORDS_MS))
        self._between_words_frames = min(between_words_frames, self._hangover_frames)
        self._shortest_frames = frames_in(settings.shortest_ms)
        self._longest_frames = max(1, frames_in(settings.longest_ms))
        self._frame = first_frame
        self._start = first_frame
        self._end = first_frame
        self.phase = Phase.IDLE

    def feed(self, voiced: bool) -> SegmenterEvent | None:
        """Take the next frame.

        Parameters
        ----------
        voiced : bool
            Whether the gate hears a voice in it.

        Returns
        -------
        SegmenterEvent or None
            What this frame changed.
        """
        frame = self._frame
        self._frame += 1
        if self.phase in (Phase.IDLE, Phase.ONSET):
            return self._feed_before_speech(frame, voiced)
        if voiced:
            self._end = frame + 1
            self.phase = Phase.SPEECH
        else:
            self.phase = Phase.HANGOVER
        silent_frames = frame + 1 - self._end
        if silent_frames == self._hangover_frames:
            return self.close()
        frames = frame + 1 - self._start
        if frames >= self._longest_frames:
            return self.close()
        # Rather than, a little later, in the middle of a sound.
        if frames >= self._longest_frames * _SEEKS_PAUSE:
            seeks_silence = frames >= self._longest_frames * _SEEKS_SILENCE
            if silent_frames >= (1 if seeks_silence else self._between_words_frames):
                return self.close()
        if silent_frames == self._pause_frames and self._long_enough:
            return self._event(Change.PAUSED)
        return None

    def close(self) -> SegmenterEvent | None:
        """End what is open: the stream has ended, or the key was released.

        Returns
        -------
        SegmenterEvent or None
            CLOSED or DROPPED where an utterance was open.
        """
        was_open = self.phase in (Phase.SPEECH, Phase.HANGOVER)
        self.phase = Phase.IDLE
        if not was_open:
            return None
        return self._event(Change.CLOSED if self._long_enough else Change.DROPPED)

    @property
    def silent(self) -> bool:
        """True where no voice is heard, or it has paused for as long as PAUSED takes."""
        pausing = self._frame - self._end >= self._pause_frames
        return self.phase is Phase.IDLE or (self.phase is Phase.HANGOVER and pausing)

    @property
    def _long_enough(self) -> bool:
        return self._end - self._start >= self._shortest_frames

    def _feed_before_speech(self, frame: int, voiced: bool) -> SegmenterEvent | None:
        if not voiced:
            self.phase = Phase.IDLE
            return None
        if self.phase is Phase.IDLE:
            self.phase = Phase.ONSET
            self._start = frame
        self._end = frame + 1
        if self._end - self._start < self._onset_frames:
            return None
        self.phase = Phase.SPEECH
        return self._event(Change.OPENED)

    def _event(self, change: Change) -> SegmenterEvent:
        return SegmenterEvent(change, self._start * FRAME_SAMPLES, self._end * FRAME_SAMPLES)
