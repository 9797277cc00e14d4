"""What is said, on its way to the picture, the answer, the line and the history."""

from PySide6.QtCore import QObject, Signal

from app.audio.source import Samples
from app.history import new_entry
from app.recognition.answer import Answer, Failure, as_entry
from app.voice_place import around_voice_s
from app.window.answer_panel import AnswerPanel
from app.window.answered import Answered
from app.window.answers import Answers
from app.window.live import Live
from app.window.mark import mark_of, provisional_mark
from app.window.picture.live_picture import LivePicture
from app.window.trace import Trace
from model.audio_format import SAMPLE_RATE


class LiveController(QObject):
    """Takes each answer of the live session to all that show it.

    Signals
    -------
    answered(answered)
        When an answer is confirmed.
    failed(message)
        When a clip could not be answered.
    """

    answered = Signal(object)
    failed = Signal(str)

    def __init__(
        self, live: Live, answers: Answers, picture: LivePicture, panel: AnswerPanel, trace: Trace
    ) -> None:
        super().__init__()
        self._live = live
        self._answers = answers
        self._picture = picture
        self._panel = panel
        self._trace = trace
        live.answered.connect(self._take)
        live.stream_changed.connect(picture.show_stream)
        live.network_changed.connect(panel.set_labels)
        answers.changed.connect(picture.refresh)
        answers.changed.connect(panel.refresh)
        picture.show_stream(live.stream)

    def _take(self, result: Answer | Failure) -> None:
        if isinstance(result, Failure):
            self._picture.drop_provisional()
            self._panel.drop_provisional()
            self.failed.emit(result.message)
            return
        latency_ms = self._panel.show_answer(result)
        self._note(result)
        if result.provisional:
            self._picture.show_provisional(provisional_mark(result))
            return
        answered = self._add(result, latency_ms)
        self._picture.show_confirmed(mark_of(answered, (result.start, result.end)))
        self.answered.emit(answered)

    def _add(self, answer: Answer, painted_ms: float | None) -> Answered:
        fields = as_entry(answer)
        if painted_ms is not None:
            fields["latency_ms"] = round(painted_ms, 1)
        entry = new_entry(self._live.stream.name, fields, answer.is_part)
        return self._answers.add(entry, self._voice_of(answer))

    def _voice_of(self, answer: Answer) -> Samples:
        """Give all that was said; the clip that was answered has a second of it at most."""
        stream = self._live.stream
        before_s, after_s = around_voice_s(answer.is_part)
        start = answer.start - round(before_s * SAMPLE_RATE)
        voice = stream.read(start, answer.end + round(after_s * SAMPLE_RATE))
        # An answer may come after the computer has slept, and then the sound is gone.
        return voice if len(voice) else answer.clip

    def _note(self, answer: Answer) -> None:
        if self._trace.is_on:
            self._trace.note(
                "answer",
                provisional=answer.provisional,
                digit=answer.decision.digit,
                start=answer.start,
                end=answer.end,
                arrived_ns=answer.arrived_ns,
                closed_ns=answer.closed_ns,
            )
