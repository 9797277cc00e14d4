"""The line over a still picture that shows what is played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.voice_place import BEFORE_VOICE_S
from app.window.mark import Mark
from model.audio_format import SAMPLE_RATE

if TYPE_CHECKING:
    from app.window.picture.still_canvas import StillCanvas

# How far into the view the line is taken when it has left it.
_FOLLOWED_SHARE = 0.1


class StillPlaying:
    """Moves the line; where it leaves the view that it was in, the view follows.

    Parameters
    ----------
    canvas : StillCanvas

    Attributes
    ----------
    seconds : float or None
        Where it stands, from the beginning of the sound; None for nowhere.
    """

    def __init__(self, canvas: StillCanvas) -> None:
        self.seconds: float | None = None
        self._canvas = canvas

    def move(self, seconds: float | None) -> None:
        """Let it stand somewhere, or nowhere."""
        before_s, self.seconds = self.seconds, seconds
        self._canvas.show_playing(seconds)
        if seconds is None or before_s is None or self._canvas.is_dragged:
            return
        start_s, end_s = self._canvas.range_s
        if start_s <= before_s <= end_s < seconds:
            length_s = end_s - start_s
            start_s = seconds - _FOLLOWED_SHARE * length_s
            self._canvas.show_range(start_s, start_s + length_s)

    def move_in(self, mark: Mark, seconds: float) -> None:
        """Let it stand in the voice of a mark, which is played from a little before on."""
        first_s = max(mark.start / SAMPLE_RATE - BEFORE_VOICE_S, 0.0)
        self.move(first_s - self._canvas.first_sample / SAMPLE_RATE + seconds)
