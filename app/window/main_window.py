"""The window: its parts, and where they are."""

from PySide6.QtCore import QEvent, QObject, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.window.answer_panel import AnswerPanel
from app.window.answers import Answers
from app.window.control_bar import ControlBar
from app.window.face import Face
from app.window.history_panel import HistoryPanel
from app.window.level_meter import LevelMeter
from app.window.line_panel import LinePanel
from app.window.look import Look
from app.window.notice_bar import NoticeBar
from app.window.picture.live_picture import LivePicture
from app.window.player import Player
from app.window.settings_keeper import SettingsKeeper
from app.window.side_panels import SidePanels
from app.window.views import Views
from app.window.voices import Voices

_MARGIN = 14
_SPACING = 12
_NOTICE_MARGIN = 8
_FIRST_SIZE = (1200, 760)
_PICTURE_SHARE = 0.62
_SMALLEST_SIZE = (640, 480)
# Beside an open panel, the picture and the answer need this much.
_ROOM_FOR_ANSWER = 700


class MainWindow(QMainWindow):
    """The parts of the window and their places; `app.window.program` makes them work together.

    Parameters
    ----------
    look : Look
    answers : Answers
    voices : Voices
    player : Player
    keeper : SettingsKeeper
    geometry : QSettings
        Where the place and the shares of the window are kept.

    Signals
    -------
    painted
        When the window has been painted for the first time.
    """

    painted = Signal()

    def __init__(
        self,
        look: Look,
        answers: Answers,
        voices: Voices,
        player: Player,
        keeper: SettingsKeeper,
        *,
        geometry: QSettings,
    ) -> None:
        super().__init__()
        self._geometry = geometry
        self._was_painted = False
        self.setWindowTitle("Spoken Digits")
        self.notices = NoticeBar(look)
        self.meter = LevelMeter(look)
        self.controls = ControlBar(look, self.meter)
        self.picture = LivePicture(look)
        self.views = Views(self.picture, answers, player, keeper, look)
        self.face = Face(look, self.picture)
        self.answer = AnswerPanel(look)
        self.line = LinePanel(answers, look)
        self.history = HistoryPanel(answers, voices, look)
        self.side = SidePanels()
        self._lay_out()
        self.side.shown.connect(self._make_room)

    def _lay_out(self) -> None:
        self._upper = QWidget()
        row = QHBoxLayout(self._upper)
        row.setSpacing(_SPACING)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.views, 3)
        row.addWidget(self.answer, 1)
        self._lower = QWidget()
        column = QVBoxLayout(self._lower)
        column.setSpacing(_SPACING)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.history, 1)
        self._splitter = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._splitter.addWidget(self._upper)
        self._splitter.addWidget(self._lower)
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(_SPACING)
        row = QHBoxLayout()
        row.setSpacing(_SPACING)
        row.addWidget(self._splitter, 1)
        row.addWidget(self.side)
        central = QWidget()
        whole = QVBoxLayout(central)
        whole.setSpacing(_SPACING)
        whole.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        whole.addWidget(self.controls)
        whole.addLayout(row, 1)
        self.setCentralWidget(central)
        self.setMinimumSize(*_SMALLEST_SIZE)
        # Over the picture, not above it: no control moves while somebody speaks.
        self.notices.setParent(self._upper)
        for part in (self.views, self.notices):
            part.installEventFilter(self)
        self._restore_geometry()
        self.picture.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the notices at the upper edge of the picture."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._place_notices()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Divide the window as the user did last, or else well."""
        super().showEvent(event)
        state = self._geometry.value("splitter")
        if self._was_painted or (state is not None and self._splitter.restoreState(state)):
            return
        height = self._splitter.height() or self.height()
        picture = round(_PICTURE_SHARE * height)
        self._splitter.setSizes([picture, height - picture])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep room for what matters most."""
        super().resizeEvent(event)
        self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the window has been painted for the first time."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Be gone at once, whatever has still to be ended."""
        self._geometry.setValue("geometry", self.saveGeometry())
        self._geometry.setValue("splitter", self._splitter.saveState())
        self._geometry.sync()
        self.hide()
        super().closeEvent(event)

    def _restore_geometry(self) -> None:
        self.resize(QSize(*_FIRST_SIZE).boundedTo(self.screen().availableSize()))
        if (geometry := self._geometry.value("geometry")) is not None:
            self.restoreGeometry(geometry)

    def _place_notices(self) -> None:
        width = self.views.width() - 2 * _NOTICE_MARGIN
        height = self.notices.heightForWidth(width)
        if height < 0:
            height = self.notices.sizeHint().height()
        self.notices.setGeometry(_NOTICE_MARGIN, _NOTICE_MARGIN, width, height)
        self.notices.raise_()

    def _make_room(self) -> None:
        """Leave out, beside an open panel, what has no room there: the picture comes first."""
        room = self.width() - 2 * _MARGIN
        if self.side.open_name:
            room -= self.side.width() + _SPACING
        is_open = bool(self.side.open_name)
        self.answer.setVisible(not is_open or room >= _ROOM_FOR_ANSWER)
        self._lower.setVisible(not is_open or room >= self._lower.minimumSizeHint().width())
