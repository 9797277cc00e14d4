"""Files that the desktop opens with the program while it runs are handed on."""

import os
import subprocess
import sys

# A process has one application, and the tests' own is there already.
_CODE = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from app.window.application import Application
application = Application()
application.opened.connect(print)
QCoreApplication.sendEvent(application, QFileOpenEvent("/a/recording.wav"))
application.wear_icon()
print(application.applicationDisplayName(), application.windowIcon().isNull())
"""


def test_a_file_is_handed_on() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _CODE],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert ended.stdout == "[PosixPath('/a/recording.wav')]\nSpoken Digits False\n"
    assert ended.stderr == ""
