"""How far recordings are, said while something else is looked at."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.window.notice_bar import NoticeBar
from app.window.views import Views

_KEY = "recordings"
_PAUSE_MS = 1_000


class RecordingsNotice(QObject):
    """Tells how far recordings are, with the way to them.

    Parameters
    ----------
    notices : NoticeBar
    views : Views
    show_them : callable
        Goes to the recordings.
    """

    def __init__(self, notices: NoticeBar, views: Views, show_them: Callable[[], None]) -> None:
        super().__init__(notices)
        self._notices = notices
        self._views = views
        self._show_them = show_them
        # Text has to be refreshed slowly in order to be read.
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        views.recordings_busy.connect(self._take)
        views.currentChanged.connect(self._hide_where_they_are_seen)

    def _take(self, message: str) -> None:
        if not message or self._views.shows_recordings:
            self._notices.hide_notice(_KEY)
        elif not self._pause.isActive():
            self._pause.start()
            self._notices.show_notice(_KEY, message, [("Show them", self._show_them)], kind="info")

    def _hide_where_they_are_seen(self) -> None:
        if self._views.shows_recordings:
            self._notices.hide_notice(_KEY)
