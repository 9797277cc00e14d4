"""A program of its own from which files can be dragged: ``drag_source.py PATH …``."""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel


class Source(QLabel):
    """A window in which any movement of the pressed mouse drags the files."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("Drag from here")
        self.setWindowTitle("Drag from here")
        self.setFixedSize(160, 120)
        self._paths = paths
        self._dragging = False

    def mouseMoveEvent(self, event) -> None:  # noqa: N802 - Qt's name
        if self._dragging:
            return
        self._dragging = True
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in self._paths])
        drag = QDrag(self)
        drag.setMimeData(data)
        done = drag.exec(Qt.DropAction.CopyAction)
        self._dragging = False
        print("dropped" if done == Qt.DropAction.CopyAction else "refused", flush=True)


application = QApplication([])
source = Source(sys.argv[1:])
source.show()
application.exec()
