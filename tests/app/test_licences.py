"""Every part is listed with its licence: from the metadata, or from the packaged program's list."""

import json
import sys
from pathlib import Path

import pytest

from app.licences import parts


def test_all_that_was_installed_with_it_is_listed() -> None:
    found = {part.name.lower(): part for part in parts()}
    for name in ("numpy", "pyside6_essentials", "shiboken6", "soxr", "pyqtgraph", "cffi"):
        assert found[name].licence and found[name].version
    assert "Redistribution" in found["numpy"].text()
    assert not found.keys() & {"tensorflow", "keras", "pytest", "spoken-digits"}
    assert list(found) == sorted(found)


def test_the_packaged_programs_list_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "licences"
    folder.mkdir()
    (folder / "Qt.txt").write_text("the text", encoding="utf-8")
    part = {"name": "Qt", "version": "6", "licence": "LGPL-3.0", "home": "qt.io", "file": "Qt.txt"}
    (folder / "licences.json").write_text(json.dumps([part]), encoding="utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (only,) = parts()
    assert (only.name, only.version, only.licence, only.text()) == (
        "Qt",
        "6",
        "LGPL-3.0",
        "the text",
    )
