"""What is read off a still picture, in words and figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.window.mark import Mark
from app.window.picture.live_marks import summary_of, words_of

_MINUS = "\N{MINUS SIGN}"
_MOST_TOLD = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """The values at a point of the picture.

    Attributes
    ----------
    seconds : float
        When.
    amplitude : float, 0 to 1
        The greatest magnitude of the samples there.
    level_db : float
        In dB of full scale: of the frequency, or else of the amplitude.
    frequency_hz : float or None
        None where the point is in the waveform.
    """

    seconds: float
    amplitude: float
    level_db: float
    frequency_hz: float | None

    def texts(self) -> list[str]:
        """Write it down, at length first, and shorter where that has no room."""
        time = time_text(self.seconds, 3, unit=True)
        level = signed(self.level_db, 0) + " dB"
        amplitude = f"amplitude {self.amplitude:.3f}"
        if self.frequency_hz is None:
            parts = [time, amplitude, level]
        else:
            parts = [time, frequency_text(self.frequency_hz), level, amplitude]
        return ["   ".join(parts[:count]) for count in range(len(parts), 0, -1)]

    def description(self) -> str:
        """Say it, for a screen reader."""
        return self.texts()[0].replace("   ", ", ")


def description_of(in_view: Sequence[Mark], chosen: Mark | None, reading: Reading | None) -> str:
    """Say what is to be seen, for a screen reader; too many utterances are only counted."""
    crowded = len(in_view) > _MOST_TOLD
    text = f"{len(in_view)} utterances in view" if crowded else summary_of(in_view)
    if chosen is not None:
        text += f"; chosen: {words_of(chosen)}"
    if reading is not None:
        text += f"; at the pointer: {reading.description()}"
    return text


def time_text(seconds: float, decimals: int, unit: bool = False) -> str:
    """Write a time: "−2.5 s", or "1:02.5" from a minute on."""
    size = abs(round(seconds, decimals))
    sign = _MINUS if seconds < 0 and size else ""
    if size < 60:
        return f"{sign}{size:.{decimals}f}" + (" s" if unit else "")
    minutes, rest = divmod(size, 60)
    width = decimals + 3 if decimals else 2
    if minutes < 60:
        return f"{sign}{minutes:.0f}:{rest:0{width}.{decimals}f}"
    return f"{sign}{minutes // 60:.0f}:{minutes % 60:02.0f}:{rest:0{width}.{decimals}f}"


def frequency_text(frequency_hz: float) -> str:
    """Write a frequency: "440 Hz", "1.25 kHz"."""
    if frequency_hz < 999.5:
        return f"{frequency_hz:.0f} Hz"
    return f"{frequency_hz / 1000:.2f} kHz"


def signed(value: float, decimals: int) -> str:
    """Write a figure with a true minus sign."""
    text = f"{abs(value):.{decimals}f}"
    return (_MINUS if value < 0 and float(text) else "") + text
