"""Pictures of a clip: its waveform as SVG, its spectrogram as PNG."""

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from app.recognition.spectrogram import mel_levels

_COLUMNS = 160
_RANGE_DB = 65.0
# Magma, at even distances; black to pale yellow, even in lightness.
_ANCHORS = (
    "000004 0a0822 1d1147 36106b 51127c 6a1c81 832681 9c2e7f b73779 "
    "cf4070 e55064 f4695c fb8761 fea571 fec287 fde0a1 fcfdbf"
)


def waveform(samples: Samples) -> str:
    """Draw a waveform, scaled to its own peak.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,), n >= 160

    Returns
    -------
    str
        SVG.
    """
    pieces = np.array_split(samples, _COLUMNS)
    peak = float(np.abs(samples).max()) or 1.0
    upper = [24 - 22 * float(piece.max()) / peak for piece in pieces]
    lower = [24.6 - 22 * float(piece.min()) / peak for piece in pieces]
    there = [f"{place} {height:.1f}" for place, height in enumerate(upper)]
    back = [f"{place} {height:.1f}" for place, height in enumerate(lower)][::-1]
    return (
        f'<svg viewBox="0 0 {_COLUMNS} 48" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="fill-accent" d="M{"L".join(there + back)}Z"/></svg>'
    )


def spectrogram(samples: Samples) -> str:
    """Draw a mel spectrogram, its strongest 65 dB.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,), n >= 400
        Mono, 16 kHz.

    Returns
    -------
    str
        A PNG as a data URI.
    """
    levels = mel_levels(samples).T[::-1]
    shades = (levels - levels.max() + _RANGE_DB) / _RANGE_DB
    return png((np.clip(shades, 0, 1) * 255).astype(np.uint8))


def png(shades: NDArray[np.uint8]) -> str:
    """Write a picture with the colours of the map magma as a data URI.

    Parameters
    ----------
    shades : ndarray of uint8, shape (height, width)

    Returns
    -------
    str
        Source of the format: W3C, PNG (Third Edition), colour type 3.
    """
    height, width = shades.shape
    anchors = np.array([list(bytes.fromhex(colour)) for colour in _ANCHORS.split()])
    places = np.linspace(0, len(anchors) - 1, 256)
    palette = np.stack(
        [np.interp(places, np.arange(len(anchors)), channel) for channel in anchors.T], axis=1
    )
    rows = np.hstack([np.zeros((height, 1), np.uint8), shades]).tobytes()
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.round().astype(np.uint8).tobytes()),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )
    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
