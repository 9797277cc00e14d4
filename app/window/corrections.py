"""What was really said: asked with a popup or told with one key, and kept where that is wanted."""

from PySide6.QtCore import QObject, QPoint

from app.recognition.decision import OTHER
from app.settings import Keep
from app.window.answered import Answered
from app.window.answers import Answers
from app.window.correction import CorrectionPopup
from app.window.live import Live
from app.window.notice_bar import NoticeBar
from app.window.settings_keeper import SettingsKeeper

_QUESTION = (
    "Keep the voices of what you correct on this computer, so that the training can learn from "
    "them?"
)


class Corrections(QObject):
    """Corrects answers, and asks once whether their voices may be kept.

    Parameters
    ----------
    answers : Answers
    live : Live
        Knows the labels.
    keeper : SettingsKeeper
        Holds what the user agreed to; whoever hears of a change calls `settle`.
    notices : NoticeBar
        Where the question is asked.
    popup : CorrectionPopup
    """

    def __init__(
        self,
        answers: Answers,
        live: Live,
        keeper: SettingsKeeper,
        notices: NoticeBar,
        popup: CorrectionPopup,
    ) -> None:
        super().__init__()
        self._answers = answers
        self._live = live
        self._keeper = keeper
        self._notices = notices
        self._popup = popup
        self._unasked: list[Answered] = []
        popup.chosen.connect(self.correct)

    def ask(self, answered: Answered, at: QPoint) -> None:
        """Ask what an answer really was, with a popup at a place on the screen."""
        self._popup.ask(answered, at, self._live.labels)

    def correct(self, answered: Answered, said: str | None) -> None:
        """Take what it really was: a label, "other" for no digit, None for what was answered."""
        # Without a network nothing is known of labels: the popup offers the digits then.
        labels = self._live.labels
        if labels and said not in (*labels, OTHER, None):
            return
        self._answers.correct(answered, said)
        if self._keeper.settings.keep == "ask" and said is not None:
            self._unasked.append(answered)
            self._notices.show_notice(
                "keep",
                _QUESTION,
                [
                    ("Keep them", lambda: self._keeper.change(keep="corrections")),
                    ("Do not keep them", lambda: self._keeper.change(keep="nothing")),
                ],
                kind="info",
            )

    def settle(self, keep: Keep) -> None:
        """Do what the user decided, here or in the settings, with what waited for it.

        Parameters
        ----------
        keep : Keep
            Which voices are kept; nothing happens while that is "ask".
        """
        if keep == "ask":
            return
        self._notices.hide_notice("keep")
        for answered in self._unasked:
            if answered.entry.said is not None and keep != "nothing":
                self._answers.keep_corrected(answered)
        self._unasked.clear()
