"""Where the sound of an answer can be read again: where it is kept, or where it was heard."""

import math
from dataclasses import dataclass
from pathlib import Path

from app.history import HistoryEntry
from app.home import Home
from app.settings import GateSettings

_GATE = GateSettings()

BEFORE_VOICE_S = _GATE.pre_roll_ms / 1000
"""How much of the sound before a voice belongs to it, in seconds, unless that is the beginning."""
_AFTER_VOICE_S = _GATE.tail_ms / 1000
# More would be of the digits before and behind it.
_AROUND_PART_S = 0.03


@dataclass(frozen=True, slots=True)
class VoicePlace:
    """A stretch of a file.

    Attributes
    ----------
    path : Path
        The file, which need not be there any more.
    start_s, end_s : float
        Where the voice is in it, in seconds.
    is_kept : bool
        Whether the program keeps the file itself.
    """

    path: Path
    start_s: float
    end_s: float
    is_kept: bool


def around_voice_s(is_part: bool) -> tuple[float, float]:
    """Give how much of the sound before and after a voice belongs to it, in seconds.

    Parameters
    ----------
    is_part : bool
        Whether others of its utterance may be close beside it.
    """
    return (_AROUND_PART_S, _AROUND_PART_S) if is_part else (BEFORE_VOICE_S, _AFTER_VOICE_S)


def voice_place(home: Home, entry: HistoryEntry) -> VoicePlace | None:
    """Tell where the sound of an answer can be read again.

    Parameters
    ----------
    home : Home
    entry : HistoryEntry

    Returns
    -------
    VoicePlace or None
        Of a recording that the answer was heard in, a little before and after the voice
        belongs to it. None where nothing was kept.
    """
    if entry.voice is not None:
        return VoicePlace(home.history.parent / entry.voice, 0.0, math.inf, is_kept=True)
    source = Path(entry.source)
    if entry.latency_ms is not None or not source.is_absolute():
        return None
    before_s, after_s = around_voice_s(entry.part)
    return VoicePlace(source, max(0.0, entry.start - before_s), entry.end + after_s, is_kept=False)
