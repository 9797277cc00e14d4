"""The answer: the digit, how sure it is, what else it could be, and how soon it came."""

import time

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.recognition.answer import Answer, as_entry
from app.recognition.decision import Verdict
from app.window.answer_view import AnswerView, view_of_answer, view_of_answered
from app.window.answered import Answered
from app.window.big_digit import BigDigit
from app.window.class_bars import ClassBars
from app.window.confidence_bar import ConfidenceBar
from app.window.history_text import correction_words
from app.window.look import Look
from app.window.painting import announce
from app.window.text_lines import TextLines, Wordings
from app.wording import describe, none_of_them

_NS_PER_MS = 1_000_000
_WORD_SCALE = 1.3
_NOTE_LINES = 2
# In a panel that is higher than this many lines the word grows, to be read from afar.
_COMMON_LINES = 36
_MARGIN_LINES = 1.2
_GAP_LINES = 0.6
_ROOMY_LINES = 11.0
_TIGHT_SHARE = 0.35
_LEAST_DIGIT_LINES = 3.0
_LEAST_BARS_LINES = 3.2
_BARS_SHARE = 0.36
_MOST_BARS_LINES = 11.0
# A digit as high as all the room would shout.
_DIGIT_SHARE = 0.78


class AnswerPanel(QFrame):
    """Shows the last answer, provisional or confirmed, or an old one again.

    What is no digit leaves the digit where it is. Parts that have no room are left out: the
    second line of the note first, then the first, then the bars of the classes.

    Parameters
    ----------
    look : Look
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._threshold = 0.8
        self._shown: Answer | Answered | None = None
        self._confirmed: Answer | Answered | None = None
        self._first_ms: float | None = None
        self.digit = BigDigit(look)
        self.word = TextLines(look, scale=_WORD_SCALE, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.confidence = ConfidenceBar(look)
        self.bars = ClassBars(look)
        self.note = TextLines(look, _NOTE_LINES, scale=0.9)
        for part in self._parts():
            part.setParent(self)
        self.clear()

    # --- what is shown

    def show_answer(self, answer: Answer) -> float | None:
        """Show an answer, and paint it before returning.

        Parameters
        ----------
        answer : Answer
            Provisional or confirmed.

        Returns
        -------
        float or None
            From the arrival of the last voiced sample until it is painted, in ms; None for an
            answer without a clock, and while the panel cannot be seen.
        """
        was_shown = self._shown
        if answer.decision.verdict is Verdict.NO_DIGIT:
            self._show(self._confirmed)
        else:
            self._show(answer)
            if not answer.provisional:
                self._confirmed = answer
        painted_ms = self._paint_at_once(answer)
        self._note_time(answer, was_shown, painted_ms)
        if not answer.provisional:
            self._announce(answer)
        return painted_ms

    def show_answered(self, answered: Answered) -> None:
        """Show an answer of the history again."""
        self._confirmed = answered
        self._show(answered)
        latency_ms = answered.entry.latency_ms
        lines = [] if latency_ms is None else [_answered_after(latency_ms)]
        if answered.corrected:
            lines.append((correction_words(answered), "corrected"))
        self.note.show_lines(*lines)
        self._describe()

    def drop_provisional(self) -> None:
        """Show the last confirmed answer again: the provisional one is never confirmed."""
        if isinstance(self._shown, Answer) and self._shown.provisional:
            self._show(self._confirmed)
            self.note.show_lines()
            self._describe()

    def refresh(self, answered: Answered) -> None:
        """Show the answer anew if it is the one that is shown: it was corrected."""
        if self._shown is answered or (
            isinstance(self._shown, Answer) and _is_entry_of(answered, self._shown)
        ):
            self.show_answered(answered)

    def clear(self) -> None:
        """Show that nothing was said yet."""
        self._confirmed = None
        self._show(None)
        self.note.show_lines()
        self._describe()

    def set_threshold(self, threshold: float) -> None:
        """Answer from this confidence on, 0 to 1; a live answer is judged anew."""
        self._threshold = threshold
        self.confidence.set_threshold(threshold)
        self._show(self._shown)
        self._describe()

    def set_labels(self, labels: tuple[str, ...]) -> None:
        """Take the labels of another network; what the last one answered is no longer shown."""
        self.clear()
        self.bars.set_labels(labels)

    # --- inside

    def _show(self, what: Answer | Answered | None) -> None:
        self._shown = what
        view = self._view()
        if view is None:
            self.digit.show_text("", "muted")
            self.word.show_lines(("nothing said yet", "nothing yet"))
            self.confidence.show_confidence(None)
            self.bars.show_probabilities({}, ())
            return
        self.digit.show_text(view.big, view.colour)
        self.word.show_lines(view.words)
        self.confidence.show_confidence(view.confidence, view.bar_colour, view.corrected)
        self.bars.show_probabilities(view.probabilities, view.chosen, view.chosen_colour)

    def _view(self) -> AnswerView | None:
        if isinstance(self._shown, Answer):
            return view_of_answer(self._shown, self._threshold)
        return None if self._shown is None else view_of_answered(self._shown)

    def _paint_at_once(self, answer: Answer) -> float | None:
        if not self.isVisible() or self.window().isMinimized():
            return None
        self.repaint()
        if answer.arrived_ns is None:
            return None
        return (time.monotonic_ns() - answer.arrived_ns) / _NS_PER_MS

    def _note_time(
        self, answer: Answer, before: Answer | Answered | None, painted_ms: float | None
    ) -> None:
        """Say how soon the answer came: it came when it was first right on the screen."""
        if answer.decision.verdict is Verdict.NO_DIGIT:
            if not answer.provisional:
                none = none_of_them(answer.decision.best)
                self.note.show_lines((f"that was {none}", none))
            return
        stays = isinstance(before, Answer) and _is_the_same(before, answer)
        if not (stays and self._first_ms is not None):
            self._first_ms, stays = painted_ms, False
        if self._first_ms is None:
            self.note.show_lines()
        elif stays and not answer.provisional and painted_ms is not None:
            confirmed = f"confirmed after {painted_ms:.0f} ms"
            self.note.show_lines(_answered_after(self._first_ms), (confirmed,))
        else:
            self.note.show_lines(_answered_after(self._first_ms))

    def _announce(self, answer: Answer) -> None:
        self._describe()
        # The last digit stays where it is, but who cannot see that was heard all the same.
        is_digit = answer.decision.verdict is not Verdict.NO_DIGIT
        announce(self, self.accessibleName() if is_digit else describe(answer.decision))

    def _describe(self) -> None:
        view = self._view()
        self.setAccessibleName("nothing said yet" if view is None else view.spoken)
        self.setAccessibleDescription(self.note.text.replace("\n", ", "))
        self.digit.setAccessibleName(self.digit.text)

    # --- where it is

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for all of it."""
        line = self.fontMetrics().height()
        return QSize(20 * line, 26 * line)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Have room for the digit, its word and its bar."""
        line = self.fontMetrics().height()
        return QSize(9 * line, round(8.5 * line))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the parts where they have room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Arrange the parts anew for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self) -> None:
        line = self.fontMetrics().height()
        # The digit comes first: where it has little room, the space around it gives way.
        share = 1.0 if self.height() >= _ROOMY_LINES * line else _TIGHT_SHARE
        margin, gap = round(share * _MARGIN_LINES * line), round(share * _GAP_LINES * line)
        area = self.rect().adjusted(margin, margin, -margin, -margin)
        self.word.set_scale(
            1.0 if share < 1 else _WORD_SCALE * max(1.0, self.height() / (_COMMON_LINES * line))
        )
        word, bar = self.word.sizeHint().height(), self.confidence.sizeHint().height()
        spare = area.height() - word - bar - 2 * gap - _LEAST_DIGIT_LINES * line
        bars = note = 0
        if spare >= _LEAST_BARS_LINES * line + gap:
            bars = round(_LEAST_BARS_LINES * line)
            spare -= bars + gap
        note_line = self.note.line_height()
        while note < _NOTE_LINES * note_line and spare >= note_line + (0 if note else gap):
            spare -= note_line + (0 if note else gap)
            note += note_line
        if bars:
            whole = spare + _LEAST_DIGIT_LINES * line + bars
            more = min(_BARS_SHARE * whole, _MOST_BARS_LINES * line) - bars
            bars += max(0, round(more))
        heights = ((self.word, word), (self.confidence, bar), (self.bars, bars), (self.note, note))
        self._stack(area, gap, heights)

    def _stack(self, area: QRect, gap: int, heights: tuple[tuple[QWidget, int], ...]) -> None:
        """Put the parts below each other at the foot of the area, the digit into the rest."""
        bottom = area.bottom() + 1
        for part, height in reversed(heights):
            part.setVisible(height > 0)
            if height:
                part.setGeometry(area.left(), bottom - height, area.width(), height)
                bottom -= height + gap
        room = bottom - area.top()
        height = round(room * _DIGIT_SHARE)
        top = area.top() + (room - height) // 2
        self.digit.setGeometry(area.left(), top, area.width(), height)

    def _parts(self) -> tuple[QWidget, ...]:
        return self.digit, self.word, self.confidence, self.bars, self.note


def _answered_after(painted_ms: float) -> Wordings:
    after = f"{painted_ms:.0f} ms"
    return (
        f"answered {after} after the voice ended",
        f"{after} after the voice ended",
        f"after {after}",
    )


def _is_the_same(before: Answer, answer: Answer) -> bool:
    """Tell whether an answer says again what was said of the same stretch."""
    return (
        before.provisional
        and before.utterance == answer.utterance
        and before.start < answer.end
        and answer.start < before.end
        and before.decision.verdict is answer.decision.verdict
        and before.decision.best == answer.decision.best
    )


def _is_entry_of(answered: Answered, answer: Answer) -> bool:
    entry, expected = answered.entry, as_entry(answer)
    return (entry.utterance, entry.start, entry.confidence) == (
        expected["utterance"],
        expected["start"],
        expected["confidence"],
    )
