"""The icon's forms for each system, made of its drawing as the build makes them."""

import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaged import DIST
from PySide6.QtGui import QImage

_ROOT = DIST.parent


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    script, drawing = _ROOT / "packaging" / "icons.py", _ROOT / "assets" / "icon.svg"
    subprocess.run([sys.executable, str(script), str(drawing), str(folder)], check=True)
    return folder


def _ico(content: bytes) -> Iterator[tuple[int, bytes]]:
    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind) == (0, 1)
    for number in range(count):
        side, _, _, _, _, bits, size, place = struct.unpack_from(
            "<BBBBHHII", content, 6 + 16 * number
        )
        assert bits == 32
        yield side or 256, content[place : place + size]


def _icns(content: bytes) -> Iterator[tuple[str, bytes]]:
    assert content[:4] == b"icns"
    assert struct.unpack_from(">I", content, 4) == (len(content),)
    place = 8
    while place < len(content):
        kind, size = struct.unpack_from(">4sI", content, place)
        yield kind.decode(), content[place + 8 : place + size]
        place += size


def _side(picture: bytes) -> int:
    image = QImage.fromData(picture)
    assert image.width() == image.height() > 0
    return image.width()


def test_windows_finds_every_size(icons: Path) -> None:
    pictures = dict(_ico((icons / "spoken-digits.ico").read_bytes()))
    assert sorted(pictures) == [16, 24, 32, 48, 64, 128, 256]
    assert all(_side(picture) == side for side, picture in pictures.items())


def test_macos_finds_every_size_also_for_dense_screens(icons: Path) -> None:
    sides = {
        kind: _side(picture) for kind, picture in _icns((icons / "spoken-digits.icns").read_bytes())
    }
    assert sides == {
        "icp4": 16,
        "icp5": 32,
        "ic07": 128,
        "ic08": 256,
        "ic09": 512,
        "ic11": 32,
        "ic12": 64,
        "ic13": 256,
        "ic14": 512,
        "ic10": 1024,
    }


@pytest.mark.parametrize("ground", [0xFFFFFF, 0x202020], ids=["light", "dark"])
def test_it_stands_out_at_sixteen_pixels(icons: Path, ground: int) -> None:
    image = QImage(str(icons / "16.png"))
    away = 0
    for x in range(16):
        for y in range(16):
            pixel = image.pixelColor(x, y)
            opaque = pixel.alphaF()
            shown = [
                opaque * channel + (1 - opaque) * (ground >> shift & 255)
                for channel, shift in ((pixel.red(), 16), (pixel.green(), 8), (pixel.blue(), 0))
            ]
            away += sum(abs(each - (ground >> 8 & 255)) for each in shown) > 150
    # A fourth of its pixels at the least is far from what it lies on.
    assert away >= 64
