"""The last 5 s of a stream as an image that is only ever added to."""

from collections.abc import Iterator

from PySide6.QtGui import QImage

from app.settings import PictureSettings
from app.window.look import Theme
from app.window.picture.column_ring import ColumnRing
from app.window.picture.gate_pixels import GateColours, draw_gate
from app.window.picture.level_ring import LevelRing
from app.window.picture.sound_columns import SHOWN_SAMPLES, SoundColumns
from app.window.picture.spectrogram_pixels import spectrogram_pixels
from app.window.picture.waveform_pixels import AmplitudeZoom, WaveformColours, waveform_pixels
from app.window.stream import Stream
from model.audio_format import SAMPLE_RATE

_BEHIND_GATE = 0.35
"""How strong the waveform is where the curves of the gate are drawn over it."""

_COLUMNS_AT_ONCE = 256
_SPARE_SAMPLES = SAMPLE_RATE // 2

KEPT_SAMPLES = SHOWN_SAMPLES + _SPARE_SAMPLES
"""How much of the stream it can draw anew."""


class LiveImage:
    """Draws each column once, when it comes, and all of them anew when the look changes.

    All that can be drawn of a new block is drawn at once, before it is seen: the picture then
    moves over it without any work.

    Parameters
    ----------
    stream : Stream
    levels : LevelRing
        Of the same stream.
    zoom : AmplitudeZoom
        How large the waveform is drawn.
    width, waveform_height, spectrogram_height : int
        In device pixels, at least 1; the spectrogram is below the waveform.

    Attributes
    ----------
    columns : SoundColumns
        What is drawn.
    end : int
        Index after the column at the right edge.
    """

    def __init__(
        self,
        stream: Stream,
        levels: LevelRing,
        zoom: AmplitudeZoom,
        *,
        width: int,
        waveform_height: int,
        spectrogram_height: int,
    ) -> None:
        self._spare = -(-_SPARE_SAMPLES * width // SHOWN_SAMPLES)
        self.columns = SoundColumns(stream, levels, width, width + self._spare)
        self.end = 0
        self.width = width
        self.waveform_height = waveform_height
        self.spectrogram_height = spectrogram_height
        self._zoom = zoom
        self._ring = ColumnRing(width + self._spare, waveform_height + spectrogram_height)

    @property
    def image(self) -> QImage:
        """The image, in which the picture stands from `left` on."""
        return self._ring.image

    @property
    def left(self) -> int:
        """The x in the image of the column at the left edge of the picture."""
        return self._ring.left_of(self.end - self.width)

    def dress(self, theme: Theme, picture: PictureSettings, gate_shown: bool, ratio: float) -> None:
        """Draw all columns anew in another look.

        Parameters
        ----------
        theme : Theme
        picture : PictureSettings
        gate_shown : bool
            Whether the curves of the gate are drawn.
        ratio : float
            Device pixels a logical pixel.
        """
        self._waveform_colours = WaveformColours.of(theme, _BEHIND_GATE if gate_shown else 1.0)
        self._gate_colours = GateColours.of(theme)
        self._picture = picture
        self._gate_shown = gate_shown
        self._thickness = max(1, round(ratio))
        self._draw_all()

    def limit(self) -> int:
        """Give the sample behind which nothing can be drawn yet."""
        return self.columns.sound_limit(self._gate_shown)

    def move_to(self, sample: int) -> bool:
        """Let a sample stand at the right edge.

        Parameters
        ----------
        sample : int
            At most `limit`; the picture never goes back.

        Returns
        -------
        bool
            Whether the picture has moved.
        """
        end = self.columns.column_at(sample)
        if end <= self.end:
            return False
        self.end = end
        if end > self.columns.end:
            ready = self.columns.column_at(self.limit())
            self._draw_new(min(end + self._spare, max(end, ready)))
        return True

    def _draw_new(self, end: int) -> None:
        first = self.columns.take_in(end)
        if self._zoom.follow(self.columns.loudest):
            self._draw_waveform(self.columns.start, first)
        self._draw_waveform(first, end)
        self._draw_spectrogram(first, end)

    def _draw_all(self) -> None:
        self._draw_waveform(self.columns.start, self.columns.end)
        self._draw_spectrogram(self.columns.start, self.columns.end)

    def _draw_waveform(self, first: int, end: int) -> None:
        for part_first, part_end in _parts(first, end):
            low, high = self.columns.envelope(part_first, part_end)
            pixels = waveform_pixels(
                low, high, self.waveform_height, self._zoom.gain, self._waveform_colours
            )
            if self._gate_shown:
                trace = self.columns.gate(part_first - 1, part_end)
                draw_gate(pixels, trace, part_first, self._thickness, self._gate_colours)
            self._ring.write(part_first, 0, pixels)

    def _draw_spectrogram(self, first: int, end: int) -> None:
        for part_first, part_end in _parts(first, end):
            levels = self.columns.levels(part_first, part_end)
            pixels = spectrogram_pixels(levels, self.spectrogram_height, self._picture)
            self._ring.write(part_first, self.waveform_height, pixels)


def _parts(first: int, end: int) -> Iterator[tuple[int, int]]:
    """Divide columns into parts that the processor's cache has room for: twice as fast."""
    for part in range(first, end, _COLUMNS_AT_ONCE):
        yield part, min(part + _COLUMNS_AT_ONCE, end)
