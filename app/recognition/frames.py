"""The frames of the gate: how long they are, and how milliseconds become frames."""

from model.audio_format import SAMPLES_PER_MS

FRAME_MS = 10
"""Length of a frame in ms, the shortest that WebRTC VAD takes."""

FRAME_SAMPLES = FRAME_MS * SAMPLES_PER_MS
"""Length of a frame in samples (160)."""


def frames_in(duration_ms: int) -> int:
    """How many whole frames make up a duration.

    Parameters
    ----------
    duration_ms : int >= 0
        In ms; what is left of a frame counts as a frame.

    Returns
    -------
    int >= 0
    """
    return -(-duration_ms // FRAME_MS)
