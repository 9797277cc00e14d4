"""The buttons of the bar: what they say, in as much or little room as there is."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from app.window.icons import icon_pixmap, icon_size
from app.window.look import Look

_GAP_IN_LINES = 0.45
_DOT_IN_LINES = 0.5
_LEAST_TEXT_IN_LINES = 6.0
_HEIGHT_IN_LINES = 1.4


@dataclass(frozen=True, slots=True)
class Form:
    """What a button shows, from the left.

    Attributes
    ----------
    dot : bool or None
        A filled or a hollow dot; None for none.
    icon, icon_colour : str
        Name of an icon and of a colour of the theme; empty for none, and for the text's colour.
    text : str
    hint : str
        What is less important than the text.
    others : tuple of str
        Texts that take the place of `text` at other times; the button has room for each.
    """

    dot: bool | None = None
    icon: str = ""
    icon_colour: str = ""
    text: str = ""
    hint: str = ""
    others: tuple[str, ...] = ()


class BarButton(QPushButton):
    """A button that says less where there is less room, and never changes its width otherwise.

    Parameters
    ----------
    look : Look
    is_elastic : bool
        Whether the end of a long text may be left out.
    """

    def __init__(self, look: Look, is_elastic: bool = False) -> None:
        super().__init__()
        self._look = look
        self._is_elastic = is_elastic
        self._forms = {0: Form()}
        self._tightness = 0
        if is_elastic:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_forms(self, forms: dict[int, Form]) -> None:
        """Say something: each form is for a tightness from its key on; the first key is 0."""
        if forms != self._forms:
            self._forms = forms
            self.updateGeometry()
            self.update()

    def show_kind(self, kind: str) -> None:
        """Look like a button of another kind: "primary", or an empty text for none."""
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_tightness(self, tightness: int) -> None:
        """Say as much as there is room for: 0 for everything."""
        if tightness != self._tightness:
            self._tightness = tightness
            self.updateGeometry()
            self.update()

    # --- size

    def least_width(self, tightness: int) -> int:
        """Give the least width, in pixels, that it needs in a form."""
        form = self._form(tightness)
        full = self._width_of(form)
        if not self._is_elastic or not form.text:
            return full
        return min(full, round(self._bold().height() * _LEAST_TEXT_IN_LINES))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Give the size in which the whole text is seen."""
        content = QSize(1, round(self._bold().height() * _HEIGHT_IN_LINES))
        return QSize(self._width_of(self._form()), self._size_with(content).height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Give the least size."""
        return QSize(self.least_width(self._tightness), self.sizeHint().height())

    def _form(self, tightness: int | None = None) -> Form:
        limit = self._tightness if tightness is None else tightness
        return self._forms[max(each for each in self._forms if each <= limit)]

    def _width_of(self, form: Form) -> int:
        shown = [part for part in self._part_widths(form, self._bold()) if part]
        gaps = round(self._bold().height() * _GAP_IN_LINES) * (len(shown) - 1)
        return self._size_with(QSize(sum(shown) + gaps, 1)).width()

    def _part_widths(self, form: Form, metrics: QFontMetrics) -> tuple[int, ...]:
        sign = round(metrics.height() * _DOT_IN_LINES)
        texts = [_text_width(metrics, text) for text in (form.text, *form.others)]
        return (
            sign if form.dot is not None else 0,
            icon_size(metrics) if form.icon else 0,
            max(texts),
            _text_width(metrics, form.hint),
            sign if self._has_chevron(form) else 0,
        )

    def _has_chevron(self, form: Form) -> bool:
        return self.menu() is not None and bool(form.text)

    def _size_with(self, content: QSize) -> QSize:
        kind = QStyle.ContentsType.CT_PushButton
        return self.style().sizeFromContents(kind, self._option(), content, self)

    def _bold(self) -> QFontMetrics:
        """Measure in bold, so that a button that becomes bold needs no other width."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)

    # --- painting

    def _option(self) -> QStyleOptionButton:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        # The style would draw the sign of a menu in a place of its own.
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu
        return option

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the button and what it shows."""
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = self._option()
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        contents = QStyle.SubElement.SE_PushButtonContents
        self._paint_form(painter, self.style().subElementRect(contents, option, self))

    def _paint_form(self, painter: QPainter, space: QRect) -> None:
        form, metrics = self._form(), self.fontMetrics()
        gap = round(metrics.height() * _GAP_IN_LINES)
        sign = round(metrics.height() * _DOT_IN_LINES)
        if self._has_chevron(form):
            self._paint_icon(painter, "chevron", "muted", space.right() + 1 - sign, sign)
            space.setRight(space.right() - sign - gap)
        else:
            shown = [part for part in self._part_widths(replace(form, others=()), metrics) if part]
            free = space.width() - sum(shown) - gap * (len(shown) - 1)
            space.setLeft(space.left() + max(0, free // 2))
        if form.dot is not None:
            self._paint_dot(painter, QRect(space.left(), 0, sign, self.height()), form.dot)
            space.setLeft(space.left() + sign + gap)
        if form.icon:
            size = icon_size(metrics)
            colour = form.icon_colour or self._colour()
            self._paint_icon(painter, form.icon, colour, space.left(), size)
            space.setLeft(space.left() + size + gap)
        self._paint_texts(painter, form, space, gap)

    def _paint_texts(self, painter: QPainter, form: Form, space: QRect, gap: int) -> None:
        theme, metrics = self._look.theme, self.fontMetrics()
        text = metrics.elidedText(form.text, Qt.TextElideMode.ElideRight, space.width())
        painter.setPen(theme.color(self._colour()))
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, text)
        space.setLeft(space.left() + metrics.horizontalAdvance(text) + gap)
        if form.hint:
            painter.setPen(theme.color("muted" if self._colour() == "text" else self._colour()))
            painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, form.hint)

    def _paint_dot(self, painter: QPainter, space: QRect, filled: bool) -> None:
        line = max(1.5, space.width() / 6)
        colour = self._look.theme.color(self._colour() if filled else "muted")
        painter.setPen(QPen(colour, line))
        painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
        radius = (space.width() - line) / 2
        painter.drawEllipse(QPointF(space.center()) + QPointF(0.5, 0.5), radius, radius)

    def _paint_icon(self, painter: QPainter, name: str, colour: str, x: int, size: int) -> None:
        value = getattr(self._look.theme, colour)
        pixmap = icon_pixmap(name, value, size, self.devicePixelRatioF())
        painter.drawPixmap(x, (self.height() - size) // 2, pixmap)

    def _colour(self) -> str:
        if not self.isEnabled():
            return "muted"
        return "on_accent" if self.property("kind") == "primary" else "text"


def _text_width(metrics: QFontMetrics, text: str) -> int:
    """Measure a text; one pixel more, since what is a fraction too wide would be elided."""
    return metrics.horizontalAdvance(text) + 1 if text else 0
