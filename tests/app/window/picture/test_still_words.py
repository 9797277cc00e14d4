"""How values are written down."""

import pytest

from app.window.picture.still_words import Reading, frequency_text, signed, time_text


@pytest.mark.parametrize(
    ("seconds", "decimals", "expected"),
    [
        (0.0, 0, "0"),
        (-0.001, 1, "0.0"),
        (2.345, 2, "2.35"),
        (-4.0, 0, "−4"),
        (59.996, 2, "1:00.00"),
        (62.5, 1, "1:02.5"),
        (-600.0, 0, "−10:00"),
        (3_725.25, 2, "1:02:05.25"),
    ],
)
def test_times(seconds: float, decimals: int, expected: str) -> None:
    assert time_text(seconds, decimals) == expected


def test_only_seconds_have_a_unit() -> None:
    assert time_text(-1.5, 1, unit=True) == "−1.5 s"
    assert time_text(90, 0, unit=True) == "1:30"


def test_frequencies_and_levels() -> None:
    assert [frequency_text(each) for each in (60, 999.4, 999.6, 7_600)] == [
        "60 Hz",
        "999 Hz",
        "1.00 kHz",
        "7.60 kHz",
    ]
    assert [signed(each, 0) for each in (-34.4, -0.2, 3.0)] == ["−34", "0", "3"]


def test_a_reading_is_written_shorter_where_there_is_no_room() -> None:
    texts = Reading(-2.3114, 0.1234, -33.6, 1_210.0).texts()
    assert texts == [
        "−2.311 s   1.21 kHz   −34 dB   amplitude 0.123",
        "−2.311 s   1.21 kHz   −34 dB",
        "−2.311 s   1.21 kHz",
        "−2.311 s",
    ]
    in_waveform = Reading(1.0, 0.5, -6.02, None)
    assert in_waveform.description() == "1.000 s, amplitude 0.500, −6 dB"
