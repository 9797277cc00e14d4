"""The loudness of an utterance, and where its parts may begin and end."""

import itertools

from app.recognition.contour import Boundary, Contour

ROOM, VOICE = -60.0, -20.0


def _contour(levels: list[float]) -> tuple[Contour, list[Boundary]]:
    contour = Contour()
    found = [boundary for level in levels for boundary in contour.feed(level, ROOM)]
    return contour, [*found, *contour.finish()]


def test_a_dip_between_two_sounds_is_a_likely_boundary() -> None:
    _, found = _contour([VOICE] * 15 + [VOICE - 25] * 7 + [VOICE] * 15)
    (dip,) = (each for each in found if 15 <= each.frame <= 21)
    assert dip.cost < 0.3
    assert all(each.cost > 0.9 for each in found[:-1] if each is not dip)


def test_a_sound_that_goes_on_has_unlikely_boundaries_every_tenth_of_a_second() -> None:
    _, found = _contour([VOICE] * 60)
    assert [each.frame for each in found] == [10, 20, 30, 40, 50, 60]
    assert {each.cost for each in found[:-1]} == {1.0}
    assert found[-1] == Boundary(60, 0.0)


def test_silence_costs_nothing() -> None:
    contour, found = _contour([ROOM] * 30 + [VOICE] * 20 + [ROOM] * 30)
    assert {each.cost for each in found if each.frame < 28 or each.frame > 53} == {0.0}
    assert contour.loudness(0, 27) == 0
    assert contour.loudness(33, 47) == 14


def test_the_voice_between_two_frames_is_without_the_silence_around_it() -> None:
    contour, _ = _contour([ROOM] * 30 + [VOICE] * 20 + [ROOM] * 30)
    # The level is smoothed over five frames.
    assert contour.voice(0, 80) == (28, 52)
    assert contour.voice(35, 40) == (35, 40)
    assert contour.voice(0, 20) is None


def test_a_boundary_is_known_soon() -> None:
    contour, levels = Contour(), [VOICE] * 15 + [VOICE - 18] * 3 + [VOICE] * 15
    heard_at = [
        count
        for count, level in enumerate(levels, start=1)
        if any(14 <= each.frame <= 18 for each in contour.feed(level, ROOM))
    ]
    assert len(heard_at) == 1
    assert heard_at[0] <= 16 + 9


def test_boundaries_come_in_order_and_at_least_30_ms_apart() -> None:
    levels = [VOICE + 10 * ((7 * place) % 3) for place in range(200)]
    frames = [each.frame for each in _contour(levels)[1]]
    assert all(b - a >= 3 for a, b in itertools.pairwise(frames[:-1]))
    assert frames[-1] == 200


def test_nothing_is_a_boundary_at_its_end() -> None:
    assert _contour([])[1] == [Boundary(0, 0.0)]
