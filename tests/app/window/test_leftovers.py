from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from qt_leftovers import Leftovers


def test_no_test_needs_a_screen(qapp):
    assert QGuiApplication.platformName() == "offscreen"


def test_a_timer_that_goes_on_is_named_with_its_place(monkeypatch):
    leftovers = Leftovers(monkeypatch)
    timer = QTimer()
    timer.start(1_000)
    assert __file__ in leftovers.still_running()[0]
    timer.stop()
    assert leftovers.still_running() == []


def test_a_timer_that_ends_by_itself_is_waited_for(monkeypatch):
    leftovers = Leftovers(monkeypatch)
    timer = QTimer(singleShot=True, interval=50)
    timer.start()
    assert leftovers.still_running() == []


def test_a_timer_that_goes_with_its_window_is_no_leftover(monkeypatch, qtbot):
    leftovers = Leftovers(monkeypatch)
    window = QWidget(minimumWidth=500)
    window.timer = QTimer(window)
    window.timer.start(10)
    window.show()
    qtbot.waitExposed(window)
    leftovers.close_windows()
    assert leftovers.still_running() == []
    assert QApplication.topLevelWidgets() == []


def test_a_thread_that_goes_on_is_named(monkeypatch):
    leftovers = Leftovers(monkeypatch)
    thread = QThread()
    thread.start()
    assert "QThread" in leftovers.still_running()[0]
    thread.quit()
    thread.wait()


def test_timers_without_an_owner_are_collected(monkeypatch):
    leftovers = Leftovers(monkeypatch)
    circle = QObject()
    circle.timer = QTimer()
    circle.timer.owner = circle
    circle.timer.start(10)
    del circle
    assert leftovers.still_running() == []
